#include <math.h>

#include "numeric/taylor_ball.h"
#include "numeric/taylor_expand.h"

/* rho = a bound of |a - a_0| where a_0 is the exact midpoint of the constant term; the radius of that term included. */
static void reach(arf_t rho, const nw_ball_model *a, const nw_terms *terms, slong prec)
{
    arf_t size;
    arf_init(size);
    arf_set_mag(rho, a->remainder);
    arf_set_mag(size, arb_radref(a->c));
    arf_add(rho, rho, size, prec, ARF_RND_CEIL);
    for (size_t t = 1; t < terms->start[4]; t++) {
        if (arb_is_zero(a->c + t))
            continue;
        arb_get_abs_ubound_arf(size, a->c + t, prec);
        arf_add(rho, rho, size, prec, ARF_RND_CEIL);
    }
    arf_clear(size);
}

/* m[0] = |k_1| + rho (2 |k_2| + 3 |k_3| rho): how steep the polynomial is at most. */
static void steepness(nw_ball_work *work)
{
    mag_struct *slope = work->m, *rho = work->m + 1, *size = work->m + 2;
    arf_get_mag(rho, work->rho);
    arb_get_mag(slope, work->k + 3);
    mag_mul_ui(slope, slope, 3);
    mag_mul(slope, slope, rho);
    arb_get_mag(size, work->k + 2);
    mag_mul_2exp_si(size, size, 1);
    mag_add(slope, slope, size);
    mag_mul(slope, slope, rho);
    arb_get_mag(size, work->k + 1);
    mag_add(slope, slope, size);
}

/* m[3] += k_2 (2 L C + (Q + C)^2) and k_3 ((L + Q + C)^3 - L^3), the degrees above 3. */
static void add_cut(nw_ball_work *work)
{
    const mag_struct *p = work->p;
    mag_struct *cut = work->m + 3, *high = work->m + 1, *sum = work->m + 2, *size = work->m + 4;
    mag_add(high, p + 2, p + 3);
    mag_mul(sum, p + 1, p + 3);
    mag_mul_2exp_si(sum, sum, 1);
    mag_addmul(sum, high, high);
    arb_get_mag(size, work->k + 2);
    mag_addmul(cut, size, sum);
    /* (L + H)^3 - L^3 = H (3 L (L + H) + H^2) */
    mag_add(sum, p + 1, high);
    mag_mul(sum, sum, p + 1);
    mag_mul_ui(sum, sum, 3);
    mag_addmul(sum, high, high);
    mag_mul(sum, sum, high);
    arb_get_mag(size, work->k + 3);
    mag_addmul(cut, size, sum);
}

/* c = the terms of the polynomial of a without its constant term, degree <= 3; see nw_model_apply. */
static void compose_terms(arb_ptr c, const nw_ball_model *a, const nw_terms *terms, nw_ball_work *work)
{
    slong prec = work->prec;
    size_t n = (size_t)terms->inputs, q = 0, start = terms->start[2];
    arb_srcptr k = work->k;
    arb_ptr mixed = work->mixed, square = work->term;
    arb_set(c, k);
    for (size_t t = 1; t < terms->start[4]; t++)
        arb_mul(c + t, k + 1, a->c + t, prec);
    for (size_t i = 0; i < n; i++)
        for (size_t j = i; j < n; j++, q++) {
            arb_mul(square, a->c + 1 + i, a->c + 1 + j, prec);
            if (i != j)
                arb_mul_2exp_si(square, square, 1);
            arb_mul(mixed + q, k + 2, a->c + start + q, prec);
            arb_mul_2exp_si(mixed + q, mixed + q, 1);
            arb_addmul(mixed + q, k + 3, square, prec);
            arb_addmul(c + start + q, k + 2, square, prec);
        }
    for (size_t i = 0; i < n; i++)
        for (size_t m = 0; m < q; m++)
            arb_addmul(c + terms->triple[i][m], a->c + 1 + i, mixed + m, prec);
}

void nw_ball_apply(nw_ball_model *out, const nw_univariate *f, const nw_ball_model *a, const nw_terms *terms,
                   nw_ball_work *work)
{
    reach(work->rho, a, terms, work->prec + 32);
    arb_get_mid_arb(work->t0, a->c);
    mag_struct *remainder = work->m + 3;
    if (!arb_is_finite(a->c) || !arf_is_finite(work->rho) ||
        !nw_expand_within(work->k, remainder, f, work->t0, work->rho, work->prec)) {
        nw_ball_unknown(out, terms);
        return;
    }
    nw_ball_sums(work->p, a->c, terms);
    compose_terms(work->c, a, terms, work);
    add_cut(work);
    steepness(work);
    mag_addmul(remainder, work->m, a->remainder);
    /* The argument's constant term may be off its midpoint by its radius: that is rounding, and stands in a ball. */
    mag_mul(work->m, work->m, arb_radref(a->c));
    arb_add_error_mag(work->c, work->m);
    mag_set(out->remainder, remainder);
    _arb_vec_swap(out->c, work->c, (slong)terms->start[4]);
}

void nw_ball_ridge(nw_ball_model *out, const nw_univariate *f, const double *slope, double offset,
                   const nw_frame *frame, const nw_terms *terms, nw_ball_work *work)
{
    nw_ball_model *line = &work->line;
    nw_ball_zero(line, terms);
    arb_set_d(line->c, offset);
    for (int i = 0; i < frame->inputs; i++) {
        arb_set_d(work->t0, slope[i]);
        arb_set_d(work->term, frame->centre[i]);
        arb_addmul(line->c, work->t0, work->term, work->prec);
    }
    for (int v = 0; v < terms->inputs; v++) {
        arb_ptr c = line->c + 1 + v;
        arb_set_d(work->t0, slope[frame->axis[v]]);
        arb_set_d(c, frame->half[frame->axis[v]]);
        arb_mul(c, c, work->t0, work->prec);
    }
    nw_ball_apply(out, f, line, terms, work);
}
