/* Centred forms: a function on a box {c + h u : |u_i| <= 1} as a polynomial of degree at most 4 in u whose coefficients
 * are balls, and a bound of what is left.
 *
 * A form stands for every function f such that there are numbers p_k, one in each ball c_k, with
 *     |f(c + h u) - sum_k p_k u^k| <= rest    for all u in the box.
 * On a point (h = 0, degree 0) it is an ordinary ball. */
#ifndef NW_VERIFY_CENTRED_H
#define NW_VERIFY_CENTRED_H

#include "base/arb_compat.h"
#include "verify/curve.h"
#include "verify/monomials.h"

typedef struct nw_centred {
    arb_ptr c;
    mag_t rest; /* infinite: nothing is known */
} nw_centred;

/* A box, the degree in use, the precision, and scratch forms.  One a precision. */
typedef struct nw_domain {
    nw_monomials table;
    int degree;
    size_t count; /* monomials of that degree */
    slong prec;
    double centre[NW_VERIFY_AXES], half[NW_VERIFY_AXES]; /* exact */
    nw_centred **pool;
    size_t taken, made;
} nw_domain;

void nw_domain_init(nw_domain *domain, int axes, slong prec);
void nw_domain_clear(nw_domain *domain);
void nw_domain_degree(nw_domain *domain, int degree);

/* A zero form; valid until the domain is released to a mark (the value of `taken`) before it. */
nw_centred *nw_centred_take(nw_domain *domain);

void nw_centred_zero(const nw_domain *domain, nw_centred *form);
void nw_centred_set(const nw_domain *domain, nw_centred *out, const nw_centred *a);
/* Nothing is known but |f| <= bound. */
void nw_centred_bounded(const nw_domain *domain, nw_centred *out, const mag_t bound);
void nw_centred_unknown(const nw_domain *domain, nw_centred *out);
void nw_centred_input(const nw_domain *domain, nw_centred *out, int axis);
void nw_centred_constant(const nw_domain *domain, nw_centred *out, const arb_t value);

void nw_centred_add(const nw_domain *domain, nw_centred *out, const nw_centred *a, const nw_centred *b);
void nw_centred_subtract(const nw_domain *domain, nw_centred *out, const nw_centred *a, const nw_centred *b);
void nw_centred_scale(const nw_domain *domain, nw_centred *out, const nw_centred *a, const arb_t factor);
/* out is neither a nor b. */
void nw_centred_multiply(const nw_domain *domain, nw_centred *out, const nw_centred *a, const nw_centred *b);
/* f(a); out is not a. */
void nw_centred_apply(nw_domain *domain, nw_centred *out, const nw_curve *f, const nw_centred *a);
/* f(slope . x + offset). */
void nw_centred_ridge(const nw_domain *domain, nw_centred *out, const nw_curve *f, arb_srcptr slope,
                      const arb_t offset);

/* slope . centre + offset, and an upper bound of |slope| . half. */
void nw_domain_ridge(const nw_domain *domain, arb_t centre, mag_t reach, arb_srcptr slope, const arb_t offset);

/* An upper bound of sup |f|, the plain sum of sizes. */
void nw_centred_size(const nw_domain *domain, mag_t bound, const nw_centred *a);
/* The same, sharper, as a ball: the quadratic in every single variable with its exact range.  Never above the plain sum
 * by more than rounding. */
void nw_centred_sharp(const nw_domain *domain, arb_t bound, const nw_centred *a);
/* The part of a bound that only precision can shrink: the radii of the coefficients. */
void nw_centred_radius(const nw_domain *domain, mag_t radius, const nw_centred *a);

#endif
