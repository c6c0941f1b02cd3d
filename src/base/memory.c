#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* vasprintf */
#endif

#include "base/memory.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arb_compat.h"
#include "nwidth.h"

static void default_handler(size_t bytes)
{
    fprintf(stderr, "nwidth: out of memory (%zu bytes asked for); use a smaller grid or a larger eps\n", bytes);
    _Exit(4);
}

static void (*memory_handler)(size_t) = default_handler;

void nw_set_memory_handler(void (*handler)(size_t bytes))
{
    memory_handler = handler != NULL ? handler : default_handler;
}

static _Noreturn void exhausted(size_t bytes)
{
    memory_handler(bytes);
    abort(); /* a handler that returns would let a NULL loose */
}

static size_t checked_product(size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        exhausted(SIZE_MAX);
    size_t bytes = count * size;
    return bytes != 0 ? bytes : 1;
}

void *nw_alloc(size_t count, size_t size)
{
    size_t bytes = checked_product(count, size);
    void *block = calloc(1, bytes);
    if (block == NULL)
        exhausted(bytes);
    return block;
}

void *nw_grow(void *block, size_t count, size_t size)
{
    size_t bytes = checked_product(count, size);
    void *grown = realloc(block, bytes);
    if (grown == NULL)
        exhausted(bytes);
    return grown;
}

char *nw_copy_text(const char *text)
{
    size_t bytes = strlen(text) + 1;
    return memcpy(nw_alloc(bytes, 1), text, bytes);
}

char *nw_format(const char *format, ...)
{
    va_list arguments;
    char *text = NULL;
    va_start(arguments, format);
    int length = vasprintf(&text, format, arguments);
    va_end(arguments);
    if (length < 0)
        exhausted(0);
    return text;
}

_Noreturn void nw_exhausted(void)
{
    exhausted(0);
}

static __attribute__((noreturn)) void flint_gave_up(void)
{
    exhausted(0);
}

void nw_adopt_flint_abort(void)
{
    flint_set_abort(flint_gave_up);
}
