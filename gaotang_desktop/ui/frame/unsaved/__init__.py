"""What stands in open grids and forms is kept, and offered after a power cut (上次没有保存的内容)."""
