"""What keeps student code in, one layer a module, each a few system calls by way of `ctypes`.

They run beside student code, so they import nothing but the standard library and one another. Each
raises `OSError` where the system refuses it; nothing here decides what is to be done about that.
"""
