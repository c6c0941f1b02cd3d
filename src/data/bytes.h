/* Reading a file from its beginning to its end, plain or gzip-compressed (known by its first two bytes), without
 * trusting what it says of its own length. */
#ifndef NW_DATA_BYTES_H
#define NW_DATA_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

typedef struct nw_bytes nw_bytes;

/* Whether something of that name is there.  *folder says whether it is a folder. */
bool nw_bytes_exist(const char *path, bool *folder);

/* NW_BAD_INPUT when it is not there, cannot be opened or is no regular file.  *bytes is freed by nw_bytes_close. */
nw_status nw_bytes_open(nw_bytes **bytes, const char *path, nw_error *error);
void nw_bytes_close(nw_bytes *bytes); /* NULL is allowed */

/* How many bytes the file holds, decompressed: exactly for a plain file; the most that its compressed size allows
 * otherwise. */
uint64_t nw_bytes_most(const nw_bytes *bytes, bool *exact);

/* The next `want` bytes; *got is smaller only at the end of the file.  NW_BAD_INPUT for damaged or truncated gzip data
 * and for what follows them; NW_IO_FAILURE when reading fails. */
nw_status nw_bytes_read(uint8_t *to, size_t *got, size_t want, nw_bytes *bytes, nw_error *error);

/* How many bytes are left; they are gone then. */
nw_status nw_bytes_rest(uint64_t *rest, nw_bytes *bytes, nw_error *error);

#endif
