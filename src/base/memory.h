/* Checked memory.  None of these returns NULL: on failure the handler of nw_set_memory_handler is called, as GMP and
 * FLINT do for theirs.  Everything is freed with free(). */
#ifndef NW_BASE_MEMORY_H
#define NW_BASE_MEMORY_H

#include <stddef.h>

void *nw_alloc(size_t count, size_t size);              /* zeroed; count * size is checked for overflow */
void *nw_grow(void *block, size_t count, size_t size);  /* realloc, likewise checked */
char *nw_copy_text(const char *text);
char *nw_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* For another library's allocation that failed: ends in the handler and does not return. */
_Noreturn void nw_exhausted(void);

/* Makes FLINT's own allocation failures end in the same handler.  Called once at start. */
void nw_adopt_flint_abort(void);

#endif
