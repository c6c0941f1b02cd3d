/* Affine forms over a box {c + h u, |u_v| <= 1}:
 *
 *     c_0 + sum_v c_v u_v + sum_s d_s e_s,   |e_s| <= 1,
 *
 * where e_s, the noise of a kink, is one function of u for all forms: what is subtracted from itself cancels, and
 * a + relu(b - a) is as tight as max(a, b) can be.  Units that bend at the same place share their noise.  They serve
 * relu, clipped relu and the identity.  rounding.md, section 8, has the proofs. */
#ifndef NW_CERTIFY_AFFINE_H
#define NW_CERTIFY_AFFINE_H

#include "certify/region.h"
#include "certify/wires.h"

/* Forms belong to the box they were made for. */
typedef struct nw_affine_form {
    double c[1 + NW_MOST_INPUTS]; /* the constant, then by variable */
    size_t first, count;          /* its noise terms in the pool of nw_affine, by rising s */
    double size;                  /* the sum of |coefficients|, as computed */
    double rounding;              /* the function is at most this far from the form; INFINITY: nothing is known */
} nw_affine_form;

typedef struct nw_affine nw_affine;

/* For boxes in the region.  The caller frees. */
nw_affine *nw_affine_new(const nw_region *region);
void nw_affine_free(nw_affine *affine);

/* Another box {centre + half u}, by axis of the region; half is 0 along axes of no width. */
void nw_affine_begin(nw_affine *affine, const double *centre, const double *half);
void nw_affine_input(const nw_affine *affine, nw_affine_form *out, int axis);
/* out = parameter[bias] + sum_i parameter[first + i] in[source i]. */
void nw_affine_sum(nw_affine *affine, nw_affine_form *out, const nw_affine_form *in, const nw_wires *wires,
                   const double *parameters);
/* out = the activation of it: relu, crelu or identity. */
void nw_affine_apply(nw_affine *affine, nw_affine_form *out, nw_activation activation);

/* The form as a Taylor model of degree 1; share[variable] is the part of its remainder that comes with the width along
 * one (not a bound). */
void nw_affine_model(const nw_affine *affine, nw_model *out, double *share, const nw_affine_form *form);
/* sum_i a[i] b[i], count products, as a Taylor model of degree 2. */
void nw_affine_products(nw_affine *affine, nw_model *out, double *share, const nw_affine_form *const *a,
                        const nw_affine_form *const *b, size_t count);

/* Proven bounds of its values over the box. */
void nw_affine_range(const nw_affine *affine, double *low, double *high, const nw_affine_form *form);

#endif
