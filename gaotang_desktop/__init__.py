"""高塘双提升工作台: offline workbench for a township comprehensive-governance centre."""

__version__ = "0.1.0"
