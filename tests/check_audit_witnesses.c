/* The claim "witnesses": the spaces it evaluates are what they are said to be, norms enclose samples taken another way, and
 * a constant that is too small is found out. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "audit/witnesses.h"
#include "audit/witnesses_space.h"
#include "base/memory.h"
#include "check_common.h"

/* f^(j) at the point t of piece p, from the Bernstein coefficients, in double. */
static double value_at(const nw_bernstein *space, const double *coefficients, slong p, double t, slong j)
{
    slong size = space->degree + 1;
    double b[16] = {0}, length = arf_get_d(arb_midref(space->length + p), ARF_RND_NEAR);
    for (slong d = 0; d < space->dimension; d++)
        for (slong i = 0; i < size; i++)
            b[i] += coefficients[d] * arf_get_d(arb_midref(space->c + (d * space->pieces + p) * size + i), ARF_RND_NEAR);
    for (slong k = 0; k < j; k++)
        for (slong i = 0; i + k < space->degree; i++)
            b[i] = (b[i + 1] - b[i]) * (double)(space->degree - k) / length;
    for (slong k = space->degree - j; k > 0; k--)
        for (slong i = 0; i < k; i++)
            b[i] = (1 - t) * b[i] + t * b[i + 1];
    return b[0];
}

typedef struct family {
    const nw_witness *witness;
    slong r, scale, pieces;
} family;

static const family families[] = {
    {&nw_witness_smoothstep, 1, 4, 4},   {&nw_witness_smoothstep, 2, 5, 10}, {&nw_witness_smoothstep, 4, 3, 12},
    {&nw_witness_spline, 1, 4, 8},       {&nw_witness_spline, 2, 3, 6},      {&nw_witness_spline, 3, 5, 10},
    {&nw_witness_spline, 4, 1, 2},       {&nw_witness_spline, 4, 6, 12},     {&nw_witness_spline_free, 2, 2, 1},
    {&nw_witness_spline_free, 2, 7, 6},  {&nw_witness_polynomial, 3, 4, 1},
};
enum { FAMILIES = sizeof families / sizeof families[0] };

static void draw(double *coefficients, arb_ptr exact, slong size, gsl_rng *rng)
{
    for (slong i = 0; i < size; i++) {
        coefficients[i] = (double)ct_between(rng, -100, 100) / 64;
        arb_set_d(exact + i, coefficients[i]);
    }
}

/* r - 1 derivatives are continuous, and reflected splines have no odd derivative below r at the ends; lengths fill
 * [-1,1]. */
START_TEST(members_are_smooth)
{
    const family *f = &families[_i];
    gsl_rng *rng = ct_rng("smooth members");
    nw_bernstein space;
    ck_assert(nw_bernstein_of(&space, f->witness, f->scale, f->r));
    ck_assert_int_eq(space.pieces, f->pieces);
    ck_assert_int_eq(space.dimension, f->scale + 1);
    double coefficients[16], length = 0, worst = 0;
    arb_ptr exact = _arb_vec_init(space.dimension);
    draw(coefficients, exact, space.dimension, rng);
    for (slong p = 0; p < space.pieces; p++)
        length += arf_get_d(arb_midref(space.length + p), ARF_RND_NEAR);
    ck_assert_double_eq_tol(length, 2, 1e-12);
    for (slong j = 0; j < f->r; j++) {
        for (slong p = 1; p < space.pieces; p++)
            worst = fmax(worst, fabs(value_at(&space, coefficients, p - 1, 1, j) - value_at(&space, coefficients, p, 0, j)));
        if (f->witness == &nw_witness_spline && j % 2 == 1)
            worst = fmax(worst, fmax(fabs(value_at(&space, coefficients, 0, 0, j)),
                                     fabs(value_at(&space, coefficients, space.pieces - 1, 1, j))));
    }
    ck_assert_msg(worst < 1e-8, "%s, r = %ld: a jump of %g", f->witness->name, (long)f->r, worst);
    _arb_vec_clear(exact, space.dimension);
    nw_bernstein_clear(&space);
    gsl_rng_free(rng);
}
END_TEST

/* The dimension is what is counted: the functions are independent, by the rank of their coefficients. */
START_TEST(functions_are_independent)
{
    const family *f = &families[_i];
    nw_bernstein space;
    nw_bernstein_of(&space, f->witness, f->scale, f->r);
    slong columns = space.pieces * (space.degree + 1), rank = 0;
    double a[16][64];
    ck_assert(space.dimension <= 16 && columns <= 64);
    for (slong d = 0; d < space.dimension; d++)
        for (slong c = 0; c < columns; c++)
            a[d][c] = arf_get_d(arb_midref(space.c + d * columns + c), ARF_RND_NEAR);
    for (slong c = 0; c < columns && rank < space.dimension; c++) {
        slong pivot = rank;
        for (slong d = rank; d < space.dimension; d++)
            pivot = fabs(a[d][c]) > fabs(a[pivot][c]) ? d : pivot;
        if (fabs(a[pivot][c]) < 1e-9)
            continue;
        for (slong k = 0; k < columns; k++) {
            double swap = a[rank][k];
            a[rank][k] = a[pivot][k];
            a[pivot][k] = swap;
        }
        for (slong d = rank + 1; d < space.dimension; d++)
            for (slong k = columns - 1; k >= c; k--)
                a[d][k] -= a[rank][k] * a[d][c] / a[rank][c];
        rank++;
    }
    ck_assert_int_eq(rank, f->scale + 1);
    nw_bernstein_clear(&space);
}
END_TEST

START_TEST(norms_enclose_samples)
{
    enum { SAMPLES = 2000 };
    const family *f = &families[_i];
    gsl_rng *rng = ct_rng("norms");
    nw_bernstein space;
    nw_bernstein_of(&space, f->witness, f->scale, f->r);
    double coefficients[16];
    arb_ptr exact = _arb_vec_init(space.dimension);
    draw(coefficients, exact, space.dimension, rng);
    arf_struct low[5], high[5];
    for (slong j = 0; j <= 4; j++) {
        arf_init(low + j);
        arf_init(high + j);
    }
    nw_bernstein_norms(low, high, &space, exact, f->r);
    for (slong j = 0; j <= f->r; j++) {
        double most = 0, below = arf_get_d(low + j, ARF_RND_DOWN), above = arf_get_d(high + j, ARF_RND_UP);
        for (slong p = 0; p < space.pieces; p++)
            for (slong i = 0; i <= SAMPLES; i++)
                most = fmax(most, fabs(value_at(&space, coefficients, p, (double)i / SAMPLES, j)));
        ck_assert_msg(most <= above * (1 + 1e-9) && most >= below * (1 - 1e-4), "%s, r = %ld, j = %ld: %g in %g .. %g",
                      f->witness->name, (long)f->r, (long)j, most, below, above);
        ck_assert_msg(above - below <= 1e-8 * above, "%s, r = %ld, j = %ld: loose", f->witness->name, (long)f->r, (long)j);
    }
    for (slong j = 0; j <= 4; j++) {
        arf_clear(low + j);
        arf_clear(high + j);
    }
    _arb_vec_clear(exact, space.dimension);
    nw_bernstein_clear(&space);
    gsl_rng_free(rng);
}
END_TEST

/* A product g(x) g(y) has the products of the norms, whether its pieces are halved or not; for n = 1 the sum is that of
 * the norms. */
START_TEST(tensor_sums)
{
    const family *f = &families[_i];
    if (f->scale > 5)
        return;
    gsl_rng *rng = ct_rng("tensors");
    nw_bernstein space;
    nw_bernstein_of(&space, f->witness, f->scale, f->r);
    slong size = space.dimension;
    double coefficients[16];
    arb_ptr g = _arb_vec_init(size), product = _arb_vec_init(size * size);
    draw(coefficients, g, size, rng);
    for (slong i = 0; i < size; i++)
        for (slong k = 0; k < size; k++)
            arb_mul(product + i * size + k, g + i, g + k, NW_MEMBER_BITS);
    arf_struct low[5], high[5], sum[4];
    for (slong j = 0; j <= 4; j++) {
        arf_init(low + j);
        arf_init(high + j);
    }
    for (slong j = 0; j < 4; j++)
        arf_init(sum + j);
    nw_bernstein_norms(low, high, &space, g, f->r);
    nw_bernstein_halve(&space);
    nw_bernstein_halve(&space);
    double expected[2] = {0, 0}, norm = arf_get_d(low, ARF_RND_NEAR);
    for (slong i = 0; i <= f->r; i++) {
        expected[0] += arf_get_d(low + i, ARF_RND_NEAR);
        for (slong k = 0; i + k <= f->r; k++)
            expected[1] += arf_get_d(low + i, ARF_RND_NEAR) * arf_get_d(low + k, ARF_RND_NEAR);
    }
    for (slong n = 1; n <= 2; n++) {
        nw_bernstein_sum(sum, sum + 1, sum + 2, sum + 3, &space, n == 1 ? g : product, f->r, n);
        double below = arf_get_d(sum, ARF_RND_DOWN), above = arf_get_d(sum + 1, ARF_RND_UP);
        ck_assert_msg(below <= expected[n - 1] * (1 + 1e-8) && expected[n - 1] <= above * (1 + 1e-8) &&
                          above < 1.5 * below,
                      "%s, r = %ld, n = %ld: %g in %g .. %g", f->witness->name, (long)f->r, (long)n, expected[n - 1], below,
                      above);
        double power = n == 1 ? norm : norm * norm;
        ck_assert(arf_get_d(sum + 2, ARF_RND_DOWN) <= power * (1 + 1e-8) && power <= arf_get_d(sum + 3, ARF_RND_UP) * (1 + 1e-8));
    }
    for (slong j = 0; j <= 4; j++) {
        arf_clear(low + j);
        arf_clear(high + j);
    }
    for (slong j = 0; j < 4; j++)
        arf_clear(sum + j);
    _arb_vec_clear(g, size);
    _arb_vec_clear(product, size * size);
    nw_bernstein_clear(&space);
    gsl_rng_free(rng);
}
END_TEST

/* Waves against a finer grid of samples in double. */
START_TEST(waves_enclose_samples)
{
    enum { SCALE = 2, COLUMNS = 2 * SCALE + 1, SAMPLES = 700 };
    gsl_rng *rng = ct_rng("waves");
    double c[COLUMNS * COLUMNS];
    arb_ptr exact = _arb_vec_init(COLUMNS * COLUMNS);
    arf_t low, high, norm_low, norm_high;
    arf_init(low);
    arf_init(high);
    arf_init(norm_low);
    arf_init(norm_high);
    draw(c, exact, COLUMNS * COLUMNS, rng);
    nw_waves_sum(low, high, norm_low, norm_high, SCALE, exact, 1, 2);
    double most[3] = {0, 0, 0};
    for (int i = 0; i < SAMPLES; i++)
        for (int k = 0; k < SAMPLES; k++) {
            double x[2] = {2.0 * i / SAMPLES, 2.0 * k / SAMPLES}, f[2][COLUMNS], df[2][COLUMNS], y[3] = {0, 0, 0};
            for (int axis = 0; axis < 2; axis++) {
                f[axis][0] = 1;
                df[axis][0] = 0;
                for (int m = 1; m <= SCALE; m++) {
                    f[axis][2 * m - 1] = cos(M_PI * m * x[axis]);
                    f[axis][2 * m] = sin(M_PI * m * x[axis]);
                    df[axis][2 * m - 1] = -M_PI * m * f[axis][2 * m];
                    df[axis][2 * m] = M_PI * m * f[axis][2 * m - 1];
                }
            }
            for (int a = 0; a < COLUMNS; a++)
                for (int b = 0; b < COLUMNS; b++) {
                    y[0] += c[a * COLUMNS + b] * f[0][a] * f[1][b];
                    y[1] += c[a * COLUMNS + b] * df[0][a] * f[1][b];
                    y[2] += c[a * COLUMNS + b] * f[0][a] * df[1][b];
                }
            for (int j = 0; j < 3; j++)
                most[j] = fmax(most[j], fabs(y[j]));
        }
    double sum = most[0] + most[1] + most[2], below = arf_get_d(low, ARF_RND_DOWN), above = arf_get_d(high, ARF_RND_UP);
    ck_assert_msg(sum <= above && sum >= below * (1 - 1e-3) && above < 1.1 * below, "%g in %g .. %g", sum, below, above);
    ck_assert(most[0] <= arf_get_d(norm_high, ARF_RND_UP) && most[0] >= arf_get_d(norm_low, ARF_RND_DOWN) * (1 - 1e-3));
    arf_clear(low);
    arf_clear(high);
    arf_clear(norm_low);
    arf_clear(norm_high);
    _arb_vec_clear(exact, COLUMNS * COLUMNS);
    gsl_rng_free(rng);
}
END_TEST

START_TEST(comparisons_of_enclosures)
{
    arb_t x, y;
    arb_init(x);
    arb_init(y);
    arb_one(x);
    arb_one(y);
    ck_assert_int_eq(nw_witnesses_at_most(x, y), NW_PROVED);
    arb_set_d(x, 1.25);
    ck_assert_int_eq(nw_witnesses_at_most(x, y), NW_REFUTED);
    mag_set_d(arb_radref(x), 0.5);
    ck_assert_int_eq(nw_witnesses_at_most(x, y), NW_UNKNOWN);
    arb_indeterminate(x);
    ck_assert_int_eq(nw_witnesses_at_most(x, y), NW_UNKNOWN);
    ck_assert_int_eq(nw_witnesses_at_most(y, x), NW_UNKNOWN);
    arb_clear(x);
    arb_clear(y);
}
END_TEST

/* The claim with its constants as they are: the growth table never falls, and random members of another seed obey as
 * well. */
START_TEST(other_seeds_hold)
{
    for (unsigned long seed = 2; seed <= 3; seed++) {
        nw_audit_grid given = {0};
        nw_error error = {0};
        nw_context *context = nw_context_new();
        nw_evidence *evidence = nw_evidence_new();
        nw_audit_run run = {.given = &given, .context = context, .quick = true, .seed = seed};
        ck_assert_int_eq(nw_claim_witnesses.check(evidence, &nw_claim_witnesses, &run, &error), NW_OK);
        for (size_t i = 0; i < evidence->note_count; i++)
            printf("%s\n", evidence->notes[i]);
        ck_assert_msg(evidence->verdict == NW_HOLDS, "%s", evidence->summary);
        const nw_evidence_part *growth = nw_evidence_part_find(evidence, "growth");
        ck_assert_ptr_nonnull(growth);
        size_t larger = 0;
        for (size_t row = 0; row < nw_evidence_rows(growth); row++)
            larger += strtod(nw_evidence_text(growth, row, 7), NULL) > 1;
        ck_assert_uint_gt(larger, nw_evidence_rows(growth) / 4);
        nw_evidence_free(evidence);
        nw_context_free(context);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("audit witnesses");
    TCase *tests = ct_case(suite, "spaces");
    tcase_add_loop_test(tests, members_are_smooth, 0, FAMILIES);
    tcase_add_loop_test(tests, functions_are_independent, 0, FAMILIES);
    tcase_add_loop_test(tests, norms_enclose_samples, 0, FAMILIES);
    tcase_add_loop_test(tests, tensor_sums, 0, FAMILIES);
    tcase_add_test(tests, waves_enclose_samples);
    tests = ct_case(suite, "claim");
    tcase_add_test(tests, comparisons_of_enclosures);
    tcase_add_test(tests, other_seeds_hold);
    return ct_main(suite);
}
