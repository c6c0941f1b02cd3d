/* Random streams.  A stream is named by a master seed and up to two job numbers, so
 * that a job draws the same numbers wherever and whenever it runs. */
#ifndef NW_BASE_RANDOM_H
#define NW_BASE_RANDOM_H

#include <gsl/gsl_rng.h>
#include <stdint.h>

/* A Mersenne twister (gsl_rng_mt19937) of its own, seeded from (seed, stream, substream) by a mixing function in which
 * neighbouring numbers give unrelated states.  The caller frees with gsl_rng_free. */
gsl_rng *nw_random_stream(uint64_t seed, uint64_t stream, uint64_t substream);

/* A 64-bit seed made from three, as used above: the seed of job `stream` of a study. */
uint64_t nw_random_mix(uint64_t seed, uint64_t stream, uint64_t substream);

#endif
