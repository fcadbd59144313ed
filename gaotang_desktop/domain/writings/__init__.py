"""How people write dates, times and numbers (各种写法)."""
