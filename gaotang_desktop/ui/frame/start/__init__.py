"""From the double click to the window: what is seen first, one window a folder, pages made ahead."""
