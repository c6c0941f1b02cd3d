/* Independent jobs over threads.  What a job computes must depend on its number alone: then results are the same bits
 * for any number of threads. */
#ifndef NW_BASE_POOL_H
#define NW_BASE_POOL_H

#include <stdbool.h>
#include <stddef.h>

/* Runs job(state, 0) .. job(state, count - 1) on `threads` threads (0: one for each core this process may use); jobs
 * are begun in order.  `done(state, index)` (may be NULL) is called after each job by one thread at a time.  Returns
 * false when `*stop` (may be NULL) became true and jobs were left out.  A thread frees FLINT's and MPFR's caches at its
 * end. */
bool nw_pool_run(size_t threads, size_t count, void (*job)(void *state, size_t index),
                 void (*done)(void *state, size_t index), void *state, const volatile bool *stop);

/* How many cores this process may use. */
size_t nw_core_count(void);

#endif
