#include "base/random.h"

#include "base/memory.h"

/* The finaliser of splitmix64 (Steele, Lea, Flood 2014): a bijection whose output bits each depend on every input bit.
 */
static uint64_t scramble(uint64_t x)
{
    x += UINT64_C(0x9E3779B97F4A7C15);
    x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
    return x ^ (x >> 31);
}

uint64_t nw_random_mix(uint64_t seed, uint64_t stream, uint64_t substream)
{
    return scramble(scramble(scramble(seed) ^ stream) ^ substream);
}

gsl_rng *nw_random_stream(uint64_t seed, uint64_t stream, uint64_t substream)
{
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    if (rng == NULL)
        nw_exhausted();
    /* The generator takes 32 bits and reads 0 as its default seed. */
    unsigned long state = (unsigned long)(nw_random_mix(seed, stream, substream) & 0xFFFFFFFFu);
    gsl_rng_set(rng, state != 0 ? state : 1);
    return rng;
}
