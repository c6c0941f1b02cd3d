/* The bumps and steps as piecewise polynomials, beside their definition by truncated powers. */
#include <math.h>
#include <string.h>

#include "check_common.h"
#include "numeric/spline.h"
#include "numeric/spline_table.h"
#include "perfect_spline.h"

enum { BITS = 400 };

static const nw_function kinds[] = {NW_FUNCTION_BUMP, NW_FUNCTION_STEP};

/* Two draws of 32 bits: numbers that fill the double. */
static double uniform(gsl_rng *rng, double low, double high)
{
    return low + (high - low) * (gsl_rng_uniform(rng) + 0x1p-32 * gsl_rng_uniform(rng));
}

/* ---- the definition ---- */

/* The d-th derivative of S_r at t: sum c_j (t - t_j)_+^(r-d) / (r-d)!, t_j = (1 - cos(j pi/r))/2, c = K, -2K, 2K, ..
 * and +-K at the last knot. */
static void step_by_definition(arb_t y, int r, int d, const arb_t t)
{
    arb_t angle, term;
    arb_init(angle);
    arb_init(term);
    arb_t sum;
    arb_init(sum);
    for (int j = 0; j <= r; j++) {
        arb_const_pi(angle, BITS);
        arb_mul_si(angle, angle, j, BITS);
        arb_div_si(angle, angle, r, BITS);
        arb_cos(angle, angle, BITS);
        arb_sub_ui(angle, angle, 1, BITS);
        arb_mul_2exp_si(angle, angle, -1); /* -t_j */
        arb_add(term, t, angle, BITS);
        if (!arb_is_positive(term))
            continue; /* the tests stay off knots where this is undecided */
        arb_pow_ui(term, term, (ulong)(r - d), BITS);
        arb_mul_si(term, term, (j == 0 || j == r ? 1 : 2) * (j % 2 == 0 ? 1 : -1), BITS);
        arb_add(sum, sum, term, BITS);
    }
    arb_fac_ui(term, (ulong)(r - 1), BITS);
    arb_mul(sum, sum, term, BITS);
    arb_mul_2exp_si(sum, sum, 2 * (r - 1));
    arb_fac_ui(term, (ulong)(r - d), BITS);
    arb_div(y, sum, term, BITS);
    arb_clear(angle);
    arb_clear(term);
    arb_clear(sum);
}

static void by_definition(arb_t y, const nw_univariate *f, const arb_t t)
{
    if (f->function == NW_FUNCTION_STEP) {
        step_by_definition(y, f->order, 0, t);
        return;
    }
    arb_t s, peak;
    arb_init(s);
    arb_init(peak);
    arb_add_ui(s, t, 1, BITS);
    arb_mul_2exp_si(s, s, -1);
    step_by_definition(y, f->order + 1, 1, s);
    arb_set_d(s, 0.5);
    step_by_definition(peak, f->order + 1, 1, s);
    arb_div(y, y, peak, BITS);
    arb_clear(s);
    arb_clear(peak);
}

/* ---- values ---- */

START_TEST(values_by_definition)
{
    gsl_rng *rng = ct_rng("spline values");
    arb_t t, expected, actual;
    arb_init(t);
    arb_init(expected);
    arb_init(actual);
    for (int round = 0; round < 3000; round++) {
        nw_univariate f = {kinds[round % 2], 1 + round / 2 % NW_SPLINE_ORDER};
        double x = uniform(rng, -1.3, 1.3);
        arb_set_d(t, x);
        by_definition(expected, &f, t);
        nw_spline_arb(actual, &f, t, 200);
        ck_assert_msg(arb_overlaps(actual, expected) && arb_rel_accuracy_bits(actual) > 100,
                      "function %d of order %d at %.17g", (int)f.function, f.order, x);
        double value = nw_spline_value(&f, x);
        arb_set_d(t, value);
        arb_sub(expected, expected, t, 64);
        ck_assert_msg(fabs(arf_get_d(arb_midref(expected), ARF_RND_NEAR)) < 1e-12, "%d of order %d at %.17g: %.17g",
                      (int)f.function, f.order, x, value);
        /* Half-planes: S(t) + S(1 - t) = 1, phi(t) = phi(-t). */
        double mirror = f.function == NW_FUNCTION_STEP ? 1 - nw_spline_value(&f, 1 - x) : nw_spline_value(&f, -x);
        ck_assert_msg(fabs(value - mirror) < 1e-12, "order %d at %.17g: no mirror image", f.order, x);
    }
    arb_clear(t);
    arb_clear(expected);
    arb_clear(actual);
    gsl_rng_free(rng);
}
END_TEST

START_TEST(known_values)
{
    for (int r = 1; r <= NW_SPLINE_ORDER; r++) {
        nw_univariate bump = {NW_FUNCTION_BUMP, r}, step = {NW_FUNCTION_STEP, r};
        ck_assert(nw_spline_value(&bump, -1) == 0 && nw_spline_value(&bump, 1) == 0);
        ck_assert(fabs(nw_spline_value(&bump, 0) - 1) < 1e-13 && fabs(nw_spline_value(&step, 0.5) - 0.5) < 1e-13);
        ck_assert(nw_spline_value(&bump, -7) == 0 && nw_spline_value(&bump, 1e300) == 0);
        ck_assert(nw_spline_value(&step, -1e300) == 0 && nw_spline_value(&step, 1) == 1);
    }
    nw_univariate hat = {NW_FUNCTION_BUMP, 1}, ramp = {NW_FUNCTION_STEP, 1}, smooth = {NW_FUNCTION_STEP, 2};
    ck_assert(nw_spline_value(&hat, -0.75) == 0.25 && nw_spline_value(&hat, 0.5) == 0.5);
    ck_assert(nw_spline_value(&ramp, 0.375) == 0.375);
    ck_assert(nw_spline_value(&smooth, 0.25) == 0.125 && nw_spline_value(&smooth, 0.75) == 0.875);
}
END_TEST

/* A ball around a knot holds the values on both sides of it, however thin or wide it is. */
START_TEST(balls_around_knots)
{
    arb_t t, end, value, expected;
    arb_init(t);
    arb_init(end);
    arb_init(value);
    arb_init(expected);
    double b[NW_MOST_BREAKS];
    for (int r = 1; r <= NW_SPLINE_ORDER; r++)
        for (int k = 0; k < 2; k++) {
            nw_univariate f = {kinds[k], r};
            size_t count = nw_univariate_breaks(b, &f);
            for (size_t i = 0; i < count; i++)
                for (slong bit = -180; bit <= 1; bit++)
                    for (int side = -1; side <= 1; side += 2) {
                        arb_set_d(t, b[i]);
                        arb_set_si(end, side);
                        arb_mul_2exp_si(end, end, bit);
                        arb_add(end, end, t, BITS);
                        arb_add_error_2exp_si(t, bit);
                        nw_spline_arb(value, &f, t, 200);
                        nw_spline_arb(expected, &f, end, BITS);
                        ck_assert_msg(arb_overlaps(value, expected), "function %d of order %d, knot %zu +- 2^%ld",
                                      (int)kinds[k], r, i, (long)bit);
                    }
        }
    arb_clear(t);
    arb_clear(end);
    arb_clear(value);
    arb_clear(expected);
}
END_TEST

START_TEST(breaks)
{
    double b[NW_MOST_BREAKS];
    for (int r = 1; r <= NW_SPLINE_ORDER; r++)
        for (int k = 0; k < 2; k++) {
            nw_univariate f = {kinds[k], r};
            int intervals = k == 0 ? r + 1 : r;
            ck_assert_uint_eq(nw_univariate_breaks(b, &f), (size_t)intervals + 1);
            for (int j = 0; j <= intervals; j++) {
                double knot = -cos(j * M_PI / intervals);
                knot = k == 0 ? knot : 0.5 * (1 + knot);
                ck_assert_msg(fabs(b[j] - knot) < 1e-15, "order %d, knot %d: %.17g", r, j, b[j]);
            }
        }
    nw_univariate f = {NW_FUNCTION_BUMP, 2};
    nw_univariate_breaks(b, &f);
    ck_assert(b[0] == -1 && b[1] == -0.5 && b[2] == 0.5 && b[3] == 1);
    f = (nw_univariate){NW_FUNCTION_STEP, 3};
    nw_univariate_breaks(b, &f);
    ck_assert(b[0] == 0 && b[1] == 0.25 && b[2] == 0.75 && b[3] == 1);
}
END_TEST

/* The doubles of a table are within their bounds of the enclosures, and no further off than rounding makes them. */
START_TEST(tables)
{
    arb_t c, error;
    arb_init(c);
    arb_init(error);
    for (int r = 1; r <= NW_SPLINE_ORDER; r++)
        for (int k = 0; k < 2; k++) {
            nw_univariate f = {kinds[k], r};
            const nw_spline_table *table = nw_spline_table_of(&f);
            ck_assert(table->order == r && table->knots == r + 2 - k);
            for (int i = 0; i < table->knots; i++) {
                arb_set_d(c, table->knot_low[i]);
                ck_assert(arb_le(c, table->exact_knot + i));
                arb_set_d(c, table->knot_high[i]);
                ck_assert(arb_ge(c, table->exact_knot + i));
                arb_set_d(c, table->jump[i]);
                arb_abs(error, table->exact_jump + i);
                ck_assert(!arb_lt(c, error));
            }
            for (int i = 0; i <= table->knots; i++)
                for (int j = 0; j <= r; j++) {
                    arb_srcptr exact = table->piece[i].exact + j;
                    ck_assert(mag_cmp_2exp_si(arb_radref(exact), -BITS) < 0);
                    arb_set_d(c, table->piece[i].c[j]);
                    arb_sub(c, c, exact, 600);
                    arb_abs(c, c);
                    arb_set_d(error, table->piece[i].error[j]);
                    double allowed = 0x1.01p-53 * fabs(table->piece[i].c[j]) + 0x1p-400;
                    ck_assert_msg(arb_le(c, error) && table->piece[i].error[j] <= allowed,
                                  "function %d of order %d, piece %d, power %d", (int)kinds[k], r, i, j);
                }
        }
    arb_clear(c);
    arb_clear(error);
}
END_TEST

/* ---- norms ---- */

START_TEST(suprema)
{
    arb_t sup, other;
    arb_init(sup);
    arb_init(other);
    for (int r = 1; r <= NW_SPLINE_ORDER; r++) {
        arb_ptr same = _arb_vec_init(r), next = _arb_vec_init(r + 1);
        nw_smoothstep_norms(same, r, 128);
        nw_smoothstep_norms(next, r + 1, 128);
        for (int j = 0; j <= 3; j++) {
            nw_univariate step = {NW_FUNCTION_STEP, r}, bump = {NW_FUNCTION_BUMP, r};
            bool there = j <= r;
            ck_assert(nw_univariate_sup(sup, &step, j, 128) == there);
            if (there) {
                if (j == 0)
                    arb_one(other);
                else
                    arb_set(other, same + j - 1);
                ck_assert_msg(arb_overlaps(sup, other) && arb_rel_accuracy_bits(sup) > 100, "step %d, j = %d", r, j);
            }
            /* phi_r^(j) = S_{r+1}^(j+1) / 2^j / sigma_{r+1,1} */
            ck_assert(nw_univariate_sup(sup, &bump, j, 128) == there);
            if (there) {
                arb_div(other, next + j, next, 128);
                arb_mul_2exp_si(other, other, -j);
                ck_assert_msg(arb_overlaps(sup, other) && arb_rel_accuracy_bits(sup) > 100, "bump %d, j = %d", r, j);
            }
        }
        _arb_vec_clear(same, r);
        _arb_vec_clear(next, r + 1);
    }
    static const struct {
        int r, j;
        double value;
    } known[] = {{1, 1, 1},
                 {2, 1, 2},
                 {2, 2, 4},
                 {3, 1, 1.757359312880715},  /* 6 - 3 sqrt 2 */
                 {3, 2, 8.485281374238570},  /* 6 sqrt 2 */
                 {3, 3, 20.485281374238570}, /* 12 + 6 sqrt 2 */
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        nw_univariate bump = {NW_FUNCTION_BUMP, known[i].r};
        ck_assert(nw_univariate_sup(sup, &bump, known[i].j, 64));
        ck_assert_msg(fabs(arf_get_d(arb_midref(sup), ARF_RND_NEAR) - known[i].value) < 1e-13, "r = %d, j = %d",
                      known[i].r, known[i].j);
    }
    arb_clear(sup);
    arb_clear(other);
}
END_TEST

/* ---- expansions ---- */

/* difference = f(t0 + offset) - sum k_i offset^i. */
static void difference_at(arb_t difference, const nw_univariate *f, arb_srcptr k, double t0, double offset)
{
    arb_t t, d;
    arb_init(t);
    arb_init(d);
    arb_set_d(t, t0);
    arb_set_d(d, offset);
    arb_add(t, t, d, ARF_PREC_EXACT);
    nw_spline_arb(difference, f, t, BITS);
    arb_set(t, k + 3);
    for (int i = 2; i >= 0; i--) {
        arb_mul(t, t, d, 4 * BITS);
        arb_add(t, t, k + i, 4 * BITS);
    }
    arb_sub(difference, difference, t, 4 * BITS);
    arb_clear(t);
    arb_clear(d);
}

static void expect_expansion(const nw_univariate *f, double t0, double rho, gsl_rng *rng)
{
    nw_expansion e;
    ck_assert(nw_expand_spline(&e, f, t0, rho));
    ck_assert_msg(e.remainder >= 0 && e.remainder <= 0.5 + 1e-12 + 4 * rho * rho * rho * rho * 1e4 &&
                      e.rounding >= 0 && e.rounding < INFINITY,
                  "order %d at %g +- %g: %g, %g", f->order, t0, rho, e.remainder, e.rounding);
    arb_ptr k = _arb_vec_init(4), balls = _arb_vec_init(4);
    arb_t centre, bound, difference;
    mag_t remainder, width;
    arb_init(centre);
    arb_init(bound);
    arb_init(difference);
    mag_init(remainder);
    mag_init(width);
    arb_set_d(centre, t0);
    mag_set_d(width, rho);
    ck_assert(nw_expand_spline_arb(balls, remainder, f, centre, width, 128));
    for (int i = 0; i < 4; i++)
        arb_set_d(k + i, e.k[i]);
    for (int point = 0; point < 8; point++) {
        double offset = point == 0 ? -rho : point == 1 ? rho : point == 2 ? 0 : uniform(rng, -rho, rho);
        difference_at(difference, f, k, t0, offset);
        arb_abs(difference, difference);
        arb_set_d(bound, e.remainder);
        arb_set_d(centre, e.rounding);
        arb_add(bound, bound, centre, BITS);
        ck_assert_msg(!arb_gt(difference, bound), "double, function %d of order %d at %.17g +- %.17g, offset %.17g",
                      (int)f->function, f->order, t0, rho, offset);
        difference_at(difference, f, balls, t0, offset);
        arb_zero(bound);
        arb_add_error_mag(bound, remainder);
        ck_assert_msg(arb_overlaps(bound, difference), "balls, function %d of order %d at %.17g +- %.17g, %.17g",
                      (int)f->function, f->order, t0, rho, offset);
    }
    _arb_vec_clear(k, 4);
    _arb_vec_clear(balls, 4);
    arb_clear(centre);
    arb_clear(bound);
    arb_clear(difference);
    mag_clear(remainder);
    mag_clear(width);
}

START_TEST(expansions_contain_the_truth)
{
    gsl_rng *rng = ct_rng("spline expansions");
    double b[NW_MOST_BREAKS];
    for (int round = 0; round < 2500; round++) {
        nw_univariate f = {kinds[round % 2], 1 + round / 2 % NW_SPLINE_ORDER};
        size_t count = nw_univariate_breaks(b, &f);
        double t0 = uniform(rng, -1.5, 1.5), rho = ldexp(uniform(rng, 0, 1), (int)ct_between(rng, -40, 3));
        double knot = b[gsl_rng_uniform_int(rng, count)];
        switch (round / 16 % 5) {
        case 0: t0 = knot; break;
        case 1: rho = fabs(t0 - knot); break;                /* touches a knot */
        case 2: rho = nextafter(fabs(t0 - knot), 10); break; /* passes it by the least */
        case 3: rho = 0; break;
        default: break;
        }
        expect_expansion(&f, t0, rho, rng);
    }
    nw_univariate f = {NW_FUNCTION_STEP, 3};
    expect_expansion(&f, 1e300, 1e300, rng);
    expect_expansion(&f, -1e3, 999.5, rng);
    expect_expansion(&f, 0, 1e-320, rng);
    gsl_rng_free(rng);
}
END_TEST

START_TEST(refused)
{
    nw_univariate f = {NW_FUNCTION_STEP, 3};
    nw_expansion e;
    ck_assert(!nw_expand_spline(&e, &f, NAN, 1) && !nw_expand_spline(&e, &f, 0, NAN));
    ck_assert(!nw_expand_spline(&e, &f, INFINITY, 1) && !nw_expand_spline(&e, &f, 0, INFINITY));
    f.order = NW_SPLINE_ORDER + 1;
    ck_assert(!nw_expand_spline(&e, &f, 0, 1));
    f.order = 0;
    ck_assert(!nw_expand_spline(&e, &f, 0, 1));
}
END_TEST

/* Between neighbouring knots, given as the doubles nearest to them, the piece is the polynomial itself; what is charged
 * for the ends is the overlap to the power r. */
START_TEST(pieces_are_exact)
{
    double b[NW_MOST_BREAKS];
    for (int r = 1; r <= 3; r++)
        for (int k = 0; k < 2; k++) {
            nw_univariate f = {kinds[k], r};
            size_t count = nw_univariate_breaks(b, &f);
            for (size_t i = 0; i + 1 < count; i++) {
                double t0 = 0.5 * (b[i] + b[i + 1]), rho = 0.5 * (b[i + 1] - b[i]);
                nw_expansion e;
                ck_assert(nw_expand_spline(&e, &f, t0, rho));
                ck_assert_msg(e.remainder == 0 && e.rounding < 2e-14, "function %d of order %d, piece %zu: %g, %g",
                              (int)f.function, r, i, e.remainder, e.rounding);
                /* slightly wider: overlap 1e-9 */
                ck_assert(nw_expand_spline(&e, &f, t0, rho + 1e-9));
                ck_assert_msg(e.remainder < 30 * pow(1e-9, r) && e.rounding < 2e-14, "overlap, order %d: %g, %g", r,
                              e.remainder, e.rounding);
            }
            nw_expansion e;
            ck_assert(nw_expand_spline(&e, &f, b[0] - 2, 2));
            ck_assert(e.k[0] == 0 && e.k[1] == 0 && e.remainder == 0 && e.rounding == 0);
            ck_assert(nw_expand_spline(&e, &f, b[count - 1] + 0.5, 0.5));
            ck_assert(e.k[0] == k && e.k[1] == 0 && e.k[3] == 0 && e.remainder == 0 && e.rounding == 0);
        }
}
END_TEST

/* A kink at the centre of the interval: the remainder goes like rho^r, with a small constant. */
START_TEST(kinks_inside)
{
    double b[NW_MOST_BREAKS];
    for (int r = 1; r <= 4; r++) {
        nw_univariate f = {NW_FUNCTION_BUMP, r};
        size_t count = nw_univariate_breaks(b, &f);
        for (size_t i = 0; i < count; i++)
            for (int bit = 4; bit < 12; bit++) {
                double rho = ldexp(1, -bit);
                nw_expansion e;
                ck_assert(nw_expand_spline(&e, &f, b[i], rho));
                /* half a jump, 2 |phi^(r)| rho^r / r!, or a quarter of it */
                static const double most[] = {0, 0.51, 2.01, 1.8, 6.3 + 6.2};
                ck_assert_msg(e.remainder <= most[r] * pow(rho, r) && e.remainder > 0, "order %d, rho %g: %g", r, rho,
                              e.remainder / pow(rho, r));
            }
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("spline pieces");
    TCase *tests = ct_case(suite, "values");
    tcase_add_test(tests, values_by_definition);
    tcase_add_test(tests, known_values);
    tcase_add_test(tests, balls_around_knots);
    tcase_add_test(tests, breaks);
    tcase_add_test(tests, tables);
    tcase_add_test(tests, suprema);
    tests = ct_case(suite, "expansions");
    tcase_add_test(tests, expansions_contain_the_truth);
    tcase_add_test(tests, refused);
    tcase_add_test(tests, pieces_are_exact);
    tcase_add_test(tests, kinks_inside);
    return ct_main(suite);
}
