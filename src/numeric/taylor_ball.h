/* Taylor models with ball coefficients: the rounding of every operation stands in the balls. */
#ifndef NW_NUMERIC_TAYLOR_BALL_H
#define NW_NUMERIC_TAYLOR_BALL_H

#include "numeric/taylor_terms.h"

typedef struct nw_ball_model {
    arb_ptr c; /* as many as the space has terms */
    mag_t remainder;
} nw_ball_model;

enum { NW_BALL_MAGS = 5 };

/* Room for the operations, so that they do not allocate. */
typedef struct nw_ball_work {
    arb_ptr c, mixed; /* NW_MOST_TERMS, NW_MOST_PAIRS */
    arb_struct k[4];
    arb_t t0, term;
    arf_t rho;
    mag_struct p[NW_TAYLOR_ORDER + 1], q[NW_TAYLOR_ORDER + 1], m[NW_BALL_MAGS];
    nw_ball_model line;
    slong prec;
} nw_ball_work;

void nw_ball_init(nw_ball_model *a, size_t count);
void nw_ball_clear(nw_ball_model *a, size_t count);
void nw_ball_work_init(nw_ball_work *work, slong prec);
void nw_ball_work_clear(nw_ball_work *work);

/* p[d] = a bound of the sum of |c| over the terms of degree d. */
void nw_ball_sums(mag_struct p[NW_TAYLOR_ORDER + 1], arb_srcptr c, const nw_terms *terms);

void nw_ball_zero(nw_ball_model *out, const nw_terms *terms);
void nw_ball_unknown(nw_ball_model *out, const nw_terms *terms);
void nw_ball_copy(nw_ball_model *out, const nw_ball_model *a, const nw_terms *terms);
void nw_ball_add(nw_ball_model *out, const nw_ball_model *a, const nw_ball_model *b, const nw_terms *terms, slong prec);
void nw_ball_subtract(nw_ball_model *out, const nw_ball_model *a, const nw_ball_model *b, const nw_terms *terms,
                      slong prec);
void nw_ball_scale(nw_ball_model *out, double factor, const nw_ball_model *a, const nw_terms *terms, slong prec);
void nw_ball_add_scaled(nw_ball_model *out, double factor, const nw_ball_model *a, const nw_terms *terms,
                        nw_ball_work *work);
void nw_ball_multiply(nw_ball_model *out, const nw_ball_model *a, const nw_ball_model *b, const nw_terms *terms,
                      nw_ball_work *work);
void nw_ball_apply(nw_ball_model *out, const nw_univariate *f, const nw_ball_model *a, const nw_terms *terms,
                   nw_ball_work *work);
void nw_ball_ridge(nw_ball_model *out, const nw_univariate *f, const double *slope, double offset,
                   const nw_frame *frame, const nw_terms *terms, nw_ball_work *work);

double nw_ball_bound(const nw_ball_model *a, double *rounding, const nw_terms *terms, slong prec);
void nw_ball_range(const nw_ball_model *a, double *lower, double *upper, const nw_terms *terms, slong prec);

#endif
