#include "numeric/taylor_ball.h"

#include <math.h>

void nw_ball_init(nw_ball_model *a, size_t count)
{
    a->c = _arb_vec_init((slong)count);
    mag_init(a->remainder);
}

void nw_ball_clear(nw_ball_model *a, size_t count)
{
    _arb_vec_clear(a->c, (slong)count);
    mag_clear(a->remainder);
}

void nw_ball_work_init(nw_ball_work *work, slong prec)
{
    work->c = _arb_vec_init(NW_MOST_TERMS);
    work->mixed = _arb_vec_init(NW_MOST_PAIRS);
    for (int i = 0; i < 4; i++)
        arb_init(work->k + i);
    arb_init(work->t0);
    arb_init(work->term);
    arf_init(work->rho);
    for (int i = 0; i <= NW_TAYLOR_ORDER; i++) {
        mag_init(work->p + i);
        mag_init(work->q + i);
    }
    for (int i = 0; i < NW_BALL_MAGS; i++)
        mag_init(work->m + i);
    nw_ball_init(&work->line, NW_MOST_TERMS);
    work->prec = prec;
}

void nw_ball_work_clear(nw_ball_work *work)
{
    _arb_vec_clear(work->c, NW_MOST_TERMS);
    _arb_vec_clear(work->mixed, NW_MOST_PAIRS);
    for (int i = 0; i < 4; i++)
        arb_clear(work->k + i);
    arb_clear(work->t0);
    arb_clear(work->term);
    arf_clear(work->rho);
    for (int i = 0; i <= NW_TAYLOR_ORDER; i++) {
        mag_clear(work->p + i);
        mag_clear(work->q + i);
    }
    for (int i = 0; i < NW_BALL_MAGS; i++)
        mag_clear(work->m + i);
    nw_ball_clear(&work->line, NW_MOST_TERMS);
}

static slong terms_of(const nw_terms *terms)
{
    return (slong)terms->start[4];
}

void nw_ball_zero(nw_ball_model *out, const nw_terms *terms)
{
    _arb_vec_zero(out->c, terms_of(terms));
    mag_zero(out->remainder);
}

void nw_ball_unknown(nw_ball_model *out, const nw_terms *terms)
{
    _arb_vec_zero(out->c, terms_of(terms));
    mag_inf(out->remainder);
}

void nw_ball_copy(nw_ball_model *out, const nw_ball_model *a, const nw_terms *terms)
{
    if (out == a)
        return;
    _arb_vec_set(out->c, a->c, terms_of(terms));
    mag_set(out->remainder, a->remainder);
}

void nw_ball_add(nw_ball_model *out, const nw_ball_model *a, const nw_ball_model *b, const nw_terms *terms, slong prec)
{
    _arb_vec_add(out->c, a->c, b->c, terms_of(terms), prec);
    mag_add(out->remainder, a->remainder, b->remainder);
}

void nw_ball_subtract(nw_ball_model *out, const nw_ball_model *a, const nw_ball_model *b, const nw_terms *terms,
                      slong prec)
{
    _arb_vec_sub(out->c, a->c, b->c, terms_of(terms), prec);
    mag_add(out->remainder, a->remainder, b->remainder);
}

/* |factor| as a mag; infinite for what is not finite. */
static void set_size(mag_t size, double factor)
{
    if (isfinite(factor))
        mag_set_d(size, fabs(factor));
    else
        mag_inf(size);
}

void nw_ball_scale(nw_ball_model *out, double factor, const nw_ball_model *a, const nw_terms *terms, slong prec)
{
    if (!mag_is_finite(a->remainder)) { /* Arb has 0 times infinity = 0: what is not known stays so */
        nw_ball_unknown(out, terms);
        return;
    }
    arb_t exact;
    mag_t size;
    arb_init(exact);
    mag_init(size);
    arb_set_d(exact, factor);
    set_size(size, factor);
    _arb_vec_scalar_mul(out->c, a->c, terms_of(terms), exact, prec);
    mag_mul(out->remainder, a->remainder, size);
    mag_clear(size);
    arb_clear(exact);
}

void nw_ball_add_scaled(nw_ball_model *out, double factor, const nw_ball_model *a, const nw_terms *terms,
                        nw_ball_work *work)
{
    if (!mag_is_finite(a->remainder)) {
        nw_ball_unknown(out, terms);
        return;
    }
    arb_set_d(work->term, factor);
    set_size(work->m, factor);
    mag_mul(work->m, work->m, a->remainder);
    if (out == a) { /* addmul reads what it writes */
        _arb_vec_set(work->c, a->c, terms_of(terms));
        _arb_vec_scalar_addmul(out->c, work->c, terms_of(terms), work->term, work->prec);
    } else {
        _arb_vec_scalar_addmul(out->c, a->c, terms_of(terms), work->term, work->prec);
    }
    mag_add(out->remainder, out->remainder, work->m);
}

void nw_ball_sums(mag_struct p[NW_TAYLOR_ORDER + 1], arb_srcptr c, const nw_terms *terms)
{
    mag_t size;
    mag_init(size);
    for (int degree = 0; degree <= NW_TAYLOR_ORDER; degree++) {
        mag_zero(p + degree);
        for (size_t t = terms->start[degree]; t < terms->start[degree + 1]; t++) {
            arb_get_mag(size, c + t);
            mag_add(p + degree, p + degree, size);
        }
    }
    mag_clear(size);
}

void nw_ball_multiply(nw_ball_model *out, const nw_ball_model *a, const nw_ball_model *b, const nw_terms *terms,
                      nw_ball_work *work)
{
    if (!mag_is_finite(a->remainder) || !mag_is_finite(b->remainder)) {
        nw_ball_unknown(out, terms);
        return;
    }
    slong prec = work->prec;
    size_t n = (size_t)terms->inputs, pairs = terms->start[3] - terms->start[2];
    arb_srcptr x = a->c, y = b->c;
    arb_ptr c = work->c;
    arb_mul(c, x, y, prec);
    for (size_t t = 1; t < terms->start[4]; t++) {
        arb_mul(c + t, x, y + t, prec);
        arb_addmul(c + t, y, x + t, prec);
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++)
            arb_addmul(c + terms->pair[i][j], x + 1 + i, y + 1 + j, prec);
        for (size_t m = 0; m < pairs; m++) {
            arb_ptr target = c + terms->triple[i][m];
            arb_addmul(target, x + 1 + i, y + terms->start[2] + m, prec);
            arb_addmul(target, y + 1 + i, x + terms->start[2] + m, prec);
        }
    }
    mag_struct *p = work->p, *q = work->q, *sum = work->m, *all_p = work->m + 1, *all_q = work->m + 2,
               *cut = work->m + 3;
    nw_ball_sums(p, x, terms);
    nw_ball_sums(q, y, terms);
    /* |p_k q_l| <= p[k] q[l]: what c leaves out is p_1 q_3 + p_2 (q_2 + q_3) + p_3 (q_1 + q_2 + q_3). */
    mag_set(sum, q + 3);
    mag_mul(cut, p + 1, sum);
    mag_add(sum, sum, q + 2);
    mag_addmul(cut, p + 2, sum);
    mag_add(sum, sum, q + 1);
    mag_addmul(cut, p + 3, sum);
    mag_add(all_q, sum, q);
    mag_add(all_p, p, p + 1);
    mag_add(all_p, all_p, p + 2);
    mag_add(all_p, all_p, p + 3);
    mag_addmul(cut, all_p, b->remainder);
    mag_addmul(cut, all_q, a->remainder);
    mag_addmul(cut, a->remainder, b->remainder);
    mag_set(out->remainder, cut);
    _arb_vec_swap(out->c, c, terms_of(terms));
}

/* The greatest value of l u + q u^2 on [-1,1], as a ball that is at least that. */
static void greatest_of_square(arb_t y, const arb_t l, const arb_t q, slong prec)
{
    arb_t size, twice;
    arb_init(size);
    arb_init(twice);
    arb_abs(size, l);
    arb_mul_2exp_si(twice, q, 1);
    arb_neg(twice, twice);
    if (arb_gt(twice, size)) { /* inside, at u = -l/(2 q): l^2/(4 |q|) */
        arb_sqr(size, size, prec);
        arb_mul_2exp_si(twice, twice, 1);
        arb_div(y, size, twice, prec);
    } else if (arb_le(twice, size)) {
        arb_add(y, size, q, prec);
    } else { /* undecided: |l| - |q| at the end, and l^2/(4 |q|) <= |l|/2 inside, where |l| <= 2 |q| and q < 0 */
        arb_add(y, size, q, prec);
        arb_mul_2exp_si(size, size, -1);
        arb_union(y, y, size, prec);
    }
    arb_clear(size);
    arb_clear(twice);
}

/* [below, above] holds all values. */
static void enclose(arf_t below, arf_t above, const nw_ball_model *a, const nw_terms *terms, slong prec)
{
    arb_t low, high, y, negative;
    mag_t others, size;
    arb_init(low);
    arb_init(high);
    arb_init(y);
    arb_init(negative);
    mag_init(others);
    mag_init(size);
    mag_set(others, a->remainder);
    for (size_t t = terms->start[3]; t < terms->start[4]; t++) {
        arb_get_mag(size, a->c + t);
        mag_add(others, others, size);
    }
    arb_set(low, a->c);
    arb_set(high, a->c);
    for (int i = 0; i < terms->inputs; i++) {
        arb_srcptr square = a->c + terms->pair[i][i];
        greatest_of_square(y, a->c + 1 + i, square, prec);
        arb_add(high, high, y, prec);
        arb_neg(negative, square);
        greatest_of_square(y, a->c + 1 + i, negative, prec);
        arb_sub(low, low, y, prec);
        for (int j = i + 1; j < terms->inputs; j++) {
            arb_get_mag(size, a->c + terms->pair[i][j]);
            mag_add(others, others, size);
        }
    }
    arb_add_error_mag(low, others);
    arb_add_error_mag(high, others);
    arb_get_lbound_arf(below, low, prec);
    arb_get_ubound_arf(above, high, prec);
    arb_clear(low);
    arb_clear(high);
    arb_clear(y);
    arb_clear(negative);
    mag_clear(others);
    mag_clear(size);
}

void nw_ball_range(const nw_ball_model *a, double *lower, double *upper, const nw_terms *terms, slong prec)
{
    arf_t below, above;
    arf_init(below);
    arf_init(above);
    enclose(below, above, a, terms, prec);
    bool known = arf_is_finite(below) && arf_is_finite(above);
    *lower = known ? arf_get_d(below, ARF_RND_FLOOR) : -INFINITY;
    *upper = known ? arf_get_d(above, ARF_RND_CEIL) : INFINITY;
    arf_clear(below);
    arf_clear(above);
}

double nw_ball_bound(const nw_ball_model *a, double *rounding, const nw_terms *terms, slong prec)
{
    double lower, upper;
    nw_ball_range(a, &lower, &upper, terms, prec);
    if (rounding != NULL) {
        mag_t radii;
        mag_init(radii);
        for (size_t t = 0; t < terms->start[4]; t++)
            mag_add(radii, radii, arb_radref(a->c + t));
        double sum = mag_get_d(radii);
        *rounding = mag_is_finite(radii) ? sum + (mag_is_zero(radii) ? 0 : 0x1p-1000) : INFINITY;
        mag_clear(radii);
    }
    return upper > -lower ? upper : -lower;
}
