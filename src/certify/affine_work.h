/* What nw_affine holds, for the files that make forms. */
#ifndef NW_CERTIFY_AFFINE_WORK_H
#define NW_CERTIFY_AFFINE_WORK_H

#include "certify/affine.h"

#define NW_UNIT_ROUNDOFF 0x1p-53
#define NW_UNDERFLOW 0x1p-900 /* more than the underflows of any one operation */

/* What bends: relu(form) = slope form + middle (1 + noise), for the function that the form stands for. */
typedef struct nw_kink {
    nw_affine_form form;
    double slope, middle;
    uint32_t noise;
} nw_kink;

/* One term of a form. */
typedef struct nw_noise_term {
    uint32_t noise;
    double part;
} nw_noise_term;

struct nw_affine {
    int variables, axis[NW_MOST_INPUTS], variable[NW_MOST_INPUTS]; /* variable: by axis, -1 without width */
    double centre[NW_MOST_INPUTS], half[NW_MOST_INPUTS];

    nw_noise_term *pool;
    size_t pooled, pool_room;

    nw_kink *kinks;
    double *place; /* by kink: c_0 by the slope in a direction; the same for forms in proportion */
    size_t kink_count, kink_room;

    size_t noises, noise_room;
    double (*from)[NW_MOST_INPUTS]; /* by noise: the parts of the variables in it, 1 together */
    double *sum;                    /* by noise: a sum that grows, 0 where not touched */
    uint64_t *touched;              /* a bit by noise */

    double *square; /* of sums of products: (variables + noises)^2, 0 between */
    size_t square_room;
};

static inline void nw_affine_touch(nw_affine *affine, uint32_t noise, double part)
{
    affine->sum[noise] += part;
    affine->touched[noise / 64] |= (uint64_t)1 << noise % 64;
}

/* Adds factor times the noise terms of a form to the sums. */
void nw_affine_add_terms(nw_affine *affine, double factor, const nw_affine_form *form);
/* Moves the touched sums to the pool as the terms of `out`, whose c is complete, and finds its size.  `all` is the size
 * of what was added up: parts that are nothing beside it are taken for rounding. */
void nw_affine_gather(nw_affine *affine, nw_affine_form *out, double all);

#endif
