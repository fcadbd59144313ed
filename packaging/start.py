"""Where the frozen program starts."""

import sys

from gaotang_desktop.__main__ import main

sys.exit(main())
