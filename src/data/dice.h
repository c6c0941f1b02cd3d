/* Random numbers for one drawn image.  Every draw is a hash of the image's key and the draw's number: sixty-four bits,
 * so that no two images of a set share their stream, and nothing to set up. */
#ifndef NW_DATA_DICE_H
#define NW_DATA_DICE_H

#include <stdint.h>

#include "base/random.h"

typedef struct nw_dice {
    uint64_t key, draws;
} nw_dice;

static inline uint64_t nw_dice_bits(nw_dice *dice)
{
    return nw_random_mix(dice->key, 0, dice->draws++);
}

/* Uniform in [0, 1), a multiple of 2^-53. */
static inline double nw_dice_unit(nw_dice *dice)
{
    return (double)(nw_dice_bits(dice) >> 11) * 0x1p-53;
}

static inline double nw_dice_between(nw_dice *dice, double least, double greatest)
{
    return least + (greatest - least) * nw_dice_unit(dice);
}

/* A bell around 0 (the sum of three uniform numbers), within -1 and 1, of deviation 1/3. */
static inline double nw_dice_bell(nw_dice *dice)
{
    double sum = nw_dice_unit(dice);
    sum += nw_dice_unit(dice);
    sum += nw_dice_unit(dice);
    return sum / 1.5 - 1;
}

/* 0 .. count - 1; the bias, count / 2^64, is none. */
static inline unsigned nw_dice_below(nw_dice *dice, unsigned count)
{
    return (unsigned)((nw_dice_bits(dice) >> 32) * count >> 32);
}

#endif
