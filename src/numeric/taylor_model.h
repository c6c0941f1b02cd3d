/* Taylor models in double: the operations on nw_model.  taylor_models.md proves their rounding bounds; the lemmas named
 * in comments stand there. */
#ifndef NW_NUMERIC_TAYLOR_MODEL_H
#define NW_NUMERIC_TAYLOR_MODEL_H

#include "numeric/taylor_terms.h"

#define NW_UNIT 0x1p-53  /* the relative error of one rounding */
#define NW_TINY 0x1p-900 /* more than the underflows of any one operation, and not near to underflow itself */

/* Lemma 1: an expression of non-negative doubles in + and * with at most 256 roundings on the way from any of them to
 * the result is at most nw_raise of what was computed, but for underflow. */
static inline double nw_raise(double x)
{
    return x * (1 + 0x1p-44);
}

/* a[d] = the sum of |c| over the terms of degree d, as computed. */
void nw_model_sums(double a[NW_TAYLOR_ORDER + 1], const double *c, const nw_terms *terms);

static inline void nw_model_copy(nw_model *out, const nw_model *a, const nw_terms *terms)
{
    for (size_t t = 0; t < terms->start[4]; t++)
        out->c[t] = a->c[t];
    out->remainder = a->remainder;
    out->rounding = a->rounding;
}

void nw_model_unknown(nw_model *out, const nw_terms *terms);
void nw_model_add(nw_model *out, const nw_model *a, const nw_model *b, const nw_terms *terms);
void nw_model_subtract(nw_model *out, const nw_model *a, const nw_model *b, const nw_terms *terms);
void nw_model_scale(nw_model *out, double factor, const nw_model *a, const nw_terms *terms);
void nw_model_add_scaled(nw_model *out, double factor, const nw_model *a, const nw_terms *terms);
void nw_model_multiply(nw_model *out, const nw_model *a, const nw_model *b, const nw_terms *terms);

void nw_model_apply(nw_model *out, const nw_univariate *f, const nw_model *a, const nw_terms *terms);
void nw_model_ridge(nw_model *out, const nw_univariate *f, const double *slope, double offset,
                    const nw_frame *frame, const nw_terms *terms);

double nw_model_bound(const nw_model *a, double *rounding, const nw_terms *terms);
void nw_model_range(const nw_model *a, double *lower, double *upper, const nw_terms *terms);

#endif
