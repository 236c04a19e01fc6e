// sep.h 1.2.1 uses size_t-like types without including their header.
#include <stddef.h>
#include <sep.h>
