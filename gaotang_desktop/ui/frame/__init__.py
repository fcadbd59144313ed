"""The window round the pages: navigation, menus, search, first steps, manual."""
