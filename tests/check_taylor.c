/* Taylor models against the functions they stand for, evaluated in Arb at points of the box. */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "check_common.h"
#include "numeric/taylor.h"
#include "numeric/taylor_space.h"

enum { TRUE_BITS = 300, ARB_BITS = 128, MOST_STEPS = 12, POINTS = 12 };

/* ---- random numbers ---- */

/* Two draws of 32 bits: numbers that fill the double. */
static double uniform(gsl_rng *rng, double low, double high)
{
    return low + (high - low) * (gsl_rng_uniform(rng) + 0x1p-32 * gsl_rng_uniform(rng));
}

static double pick(gsl_rng *rng, const double *values, size_t count)
{
    return values[gsl_rng_uniform_int(rng, count)];
}

/* Simple doubles and arbitrary ones, some of them large or small. */
static double random_number(gsl_rng *rng)
{
    static const double simple[] = {0, 1, -1, 0.5, -2, 0.25, 3, 0x1p-30, 1e-200};
    if (gsl_rng_uniform_int(rng, 4) == 0)
        return pick(rng, simple, sizeof simple / sizeof simple[0]);
    return ldexp(uniform(rng, -1, 1), (int)ct_between(rng, -6, 3));
}

static nw_univariate random_function(gsl_rng *rng)
{
    nw_univariate f = {(nw_function)gsl_rng_uniform_int(rng, NW_FUNCTION_STEP + 1), 0};
    if (f.function == NW_FUNCTION_POWER)
        f.order = (int)ct_between(rng, 0, 9);
    else if (f.function >= NW_FUNCTION_BUMP)
        f.order = (int)ct_between(rng, 1, NW_SPLINE_ORDER);
    return f;
}

/* ---- programs: straight lines of operations on registers ---- */

typedef enum kind { ADD, SUBTRACT, SCALE, ADD_SCALED, MULTIPLY, APPLY, RIDGE, RATIONAL, KINDS } kind;

typedef struct step {
    kind kind;
    nw_register out, a, b;
    nw_univariate f;
    double factor, slope[NW_MOST_INPUTS];
    fmpq_t rational;
} step;

typedef struct program {
    int inputs, count;
    size_t registers;
    double centre[NW_MOST_INPUTS], half[NW_MOST_INPUTS];
    step steps[MOST_STEPS];
} program;

static void program_draw(program *p, gsl_rng *rng, int largest_half)
{
    p->inputs = (int)ct_between(rng, 1, NW_MOST_INPUTS);
    p->registers = (size_t)p->inputs + 3;
    p->count = (int)ct_between(rng, 1, MOST_STEPS);
    for (int i = 0; i < NW_MOST_INPUTS; i++) {
        p->centre[i] = gsl_rng_uniform_int(rng, 3) == 0 ? ldexp((double)ct_between(rng, -8, 8), -3)
                                                        : uniform(rng, -1, 1);
        p->half[i] = gsl_rng_uniform_int(rng, 12) == 0 ? 0 : ldexp(1, (int)ct_between(rng, -12, largest_half));
    }
    for (int i = 0; i < p->count; i++) {
        step *s = p->steps + i;
        s->kind = (kind)gsl_rng_uniform_int(rng, KINDS);
        s->out = gsl_rng_uniform_int(rng, p->registers);
        s->a = gsl_rng_uniform_int(rng, p->registers);
        s->b = gsl_rng_uniform_int(rng, p->registers);
        s->f = random_function(rng);
        s->factor = random_number(rng);
        for (int j = 0; j < NW_MOST_INPUTS; j++)
            s->slope[j] = random_number(rng);
        fmpq_init(s->rational);
        ct_small_rational(s->rational, rng, 20);
    }
}

static void program_clear(program *p)
{
    for (int i = 0; i < p->count; i++)
        fmpq_clear(p->steps[i].rational);
}

/* Registers 0 .. inputs - 1 hold the inputs at first, the others zero. */
static void program_run(nw_space *space, const program *p)
{
    nw_space_box(space, p->centre, p->half);
    nw_taylor_release(space, 0);
    nw_taylor_registers(space, p->registers);
    for (int i = 0; i < p->inputs; i++)
        nw_taylor_input(space, (nw_register)i, i);
    for (int i = 0; i < p->count; i++) {
        const step *s = p->steps + i;
        switch (s->kind) {
        case ADD: nw_taylor_add(space, s->out, s->a, s->b); break;
        case SUBTRACT: nw_taylor_subtract(space, s->out, s->a, s->b); break;
        case SCALE: nw_taylor_scale(space, s->out, s->factor, s->a); break;
        case ADD_SCALED: nw_taylor_add_scaled(space, s->out, s->factor, s->a); break;
        case MULTIPLY: nw_taylor_multiply(space, s->out, s->a, s->b); break;
        case APPLY: nw_taylor_apply(space, s->out, &s->f, s->a); break;
        case RIDGE: nw_taylor_ridge(space, s->out, &s->f, s->slope, s->factor); break;
        default: nw_taylor_rational(space, s->out, s->rational); break;
        }
    }
}

/* The same on numbers. */
static void program_value(arb_ptr values, const program *p, arb_srcptr x)
{
    arb_t y, z;
    arb_init(y);
    arb_init(z);
    for (size_t i = 0; i < p->registers; i++) {
        arb_zero(values + i);
        if (i < (size_t)p->inputs)
            arb_set(values + i, x + i);
    }
    for (int i = 0; i < p->count; i++) {
        const step *s = p->steps + i;
        arb_ptr out = values + s->out, a = values + s->a, b = values + s->b;
        switch (s->kind) {
        case ADD: arb_add(out, a, b, TRUE_BITS); break;
        case SUBTRACT: arb_sub(out, a, b, TRUE_BITS); break;
        case SCALE:
            arb_set_d(y, s->factor);
            arb_mul(out, a, y, TRUE_BITS);
            break;
        case ADD_SCALED:
            arb_set_d(y, s->factor);
            arb_mul(y, a, y, TRUE_BITS);
            arb_add(out, out, y, TRUE_BITS);
            break;
        case MULTIPLY: arb_mul(out, a, b, TRUE_BITS); break;
        case APPLY: nw_univariate_arb(out, &s->f, a, TRUE_BITS); break;
        case RIDGE:
            arb_set_d(y, s->factor);
            for (int j = 0; j < p->inputs; j++) {
                arb_set_d(z, s->slope[j]);
                arb_addmul(y, z, x + j, TRUE_BITS);
            }
            nw_univariate_arb(out, &s->f, y, TRUE_BITS);
            break;
        default: arb_set_fmpq(out, s->rational, TRUE_BITS); break;
        }
    }
    arb_clear(y);
    arb_clear(z);
}

/* ---- points of the box, exactly ---- */

static void draw_point(double *u, gsl_rng *rng, int inputs)
{
    for (int i = 0; i < inputs; i++)
        u[i] = gsl_rng_uniform_int(rng, 3) == 0 ? (double)ct_between(rng, -1, 1) : uniform(rng, -1, 1);
}

static void set_point(arb_ptr x, const program *p, const double *u)
{
    arb_t h, y;
    arb_init(h);
    arb_init(y);
    for (int i = 0; i < p->inputs; i++) {
        arb_set_d(x + i, p->centre[i]);
        arb_set_d(h, p->half[i]);
        arb_set_d(y, u[i]);
        arb_addmul(x + i, h, y, ARF_PREC_EXACT);
    }
    arb_clear(h);
    arb_clear(y);
}

/* term = u^exponents, exactly. */
static void set_monomial(arb_t term, const double *u, int inputs, size_t number)
{
    int exponents[NW_MOST_INPUTS];
    arb_t y;
    arb_init(y);
    nw_taylor_exponents(exponents, inputs, number);
    arb_one(term);
    for (int i = 0; i < inputs; i++)
        for (int e = 0; e < exponents[i]; e++) {
            arb_set_d(y, u[i]);
            arb_mul(term, term, y, ARF_PREC_EXACT);
        }
    arb_clear(y);
}

/* The values of a model at u as a ball: the polynomial, and the bound around it. */
static void model_at(arb_t value, nw_space *space, nw_register number, const double *u)
{
    int inputs = nw_space_inputs(space);
    bool in_double = space->arithmetic == NW_DOUBLE;
    arb_t term, c;
    arb_init(term);
    arb_init(c);
    arb_zero(value);
    for (size_t t = 0; t < nw_taylor_terms(inputs); t++) {
        set_monomial(term, u, inputs, t);
        if (in_double)
            arb_set_d(c, nw_taylor_model(space, number)->c[t]);
        else
            arb_set(c, space->balls[number].c + t);
        arb_addmul(value, c, term, 2000);
    }
    if (in_double) {
        const nw_model *model = nw_taylor_model(space, number);
        arb_set_d(c, model->remainder);
        arb_set_d(term, model->rounding);
        arb_add(c, c, term, 2000);
        arb_add_error(value, c);
    } else {
        arb_add_error_mag(value, space->balls[number].remainder);
    }
    arb_clear(term);
    arb_clear(c);
}

static bool model_known(nw_space *space, nw_register number)
{
    if (space->arithmetic == NW_ARB)
        return mag_is_finite(space->balls[number].remainder);
    const nw_model *model = nw_taylor_model(space, number);
    double sum = model->remainder + model->rounding;
    for (size_t t = 0; t < nw_taylor_terms(nw_space_inputs(space)); t++)
        sum += fabs(model->c[t]);
    return sum < INFINITY;
}

/* The exact value lies in the model, in its range and below its bound. */
static void expect_contained(nw_space *space, nw_register number, const double *u, const arb_t truth, int round)
{
    arb_t value, edge;
    arb_init(value);
    arb_init(edge);
    double lower, upper, rounding, bound = nw_taylor_bound(space, number, &rounding);
    nw_taylor_range(space, number, &lower, &upper);
    ck_assert_msg(bound >= 0 && rounding >= 0 && lower <= upper, "program %d: no bound", round);
    if (model_known(space, number)) {
        model_at(value, space, number, u);
        if (!arb_overlaps(value, truth)) {
            char *model = arb_get_str(value, 30, 0), *exact = arb_get_str(truth, 30, 0);
            ck_abort_msg("program %d, %s: register %zu is %s, not %s", round,
                         space->arithmetic == NW_DOUBLE ? "double" : "balls", number, exact, model);
        }
    }
    arb_set_d(edge, lower);
    ck_assert_msg(!arb_lt(truth, edge), "program %d: below the range", round);
    arb_set_d(edge, upper);
    ck_assert_msg(!arb_gt(truth, edge), "program %d: above the range", round);
    arb_abs(value, truth);
    arb_set_d(edge, bound);
    ck_assert_msg(!arb_gt(value, edge), "program %d: beyond the bound", round);
    arb_clear(value);
    arb_clear(edge);
}

static void run_containment(const char *name, int rounds, int largest_half, int *known, int *tight)
{
    gsl_rng *rng = ct_rng(name);
    arb_ptr x = _arb_vec_init(NW_MOST_INPUTS), values = _arb_vec_init(NW_MOST_INPUTS + 3);
    *known = *tight = 0;
    for (int round = 0; round < rounds; round++) {
        program p;
        program_draw(&p, rng, largest_half);
        nw_space *spaces[] = {nw_space_new(NW_DOUBLE, p.inputs, 0), nw_space_new(NW_ARB, p.inputs, ARB_BITS)};
        program_run(spaces[0], &p);
        program_run(spaces[1], &p);
        double u[NW_MOST_INPUTS] = {0};
        for (int point = 0; point < POINTS; point++) {
            if (point > 0)
                draw_point(u, rng, p.inputs);
            set_point(x, &p, u);
            program_value(values, &p, x);
            for (nw_register i = 0; i < p.registers; i++)
                for (int s = 0; s < 2; s++)
                    if (arb_is_finite(values + i))
                        expect_contained(spaces[s], i, u, values + i, round);
        }
        for (nw_register i = 0; i < p.registers; i++) {
            double lower, upper;
            nw_taylor_range(spaces[0], i, &lower, &upper);
            *known += upper - lower < INFINITY;
            *tight += upper - lower < 0.1 * (1 + fabs(lower));
        }
        nw_space_free(spaces[0]);
        nw_space_free(spaces[1]);
        program_clear(&p);
    }
    _arb_vec_clear(x, NW_MOST_INPUTS);
    _arb_vec_clear(values, NW_MOST_INPUTS + 3);
    gsl_rng_free(rng);
}

START_TEST(programs_contain_the_truth)
{
    int known, tight;
    run_containment("programs", 500, 1, &known, &tight);
    ck_assert_msg(known > 2000 && tight > 1000, "%d known, %d tight", known, tight); /* else little was tested */
}
END_TEST

START_TEST(programs_on_small_boxes)
{
    int known, tight;
    run_containment("small programs", 300, -6, &known, &tight);
    ck_assert_msg(known > 1200 && tight > 1000, "%d known, %d tight", known, tight);
}
END_TEST

/* Polynomials of degree <= 3 leave nothing out: all that is wrong is rounding, and the bound covers it without being
 * larger than a few units of it. */
START_TEST(rounding_alone)
{
    gsl_rng *rng = ct_rng("rounding");
    arb_t truth, value, other;
    arb_init(truth);
    arb_init(value);
    arb_init(other);
    int inexact = 0;
    for (int round = 0; round < 4000; round++) {
        int inputs = (int)ct_between(rng, 1, NW_MOST_INPUTS);
        double centre[NW_MOST_INPUTS], half[NW_MOST_INPUTS], u[NW_MOST_INPUTS], slope[NW_MOST_INPUTS];
        for (int i = 0; i < NW_MOST_INPUTS; i++) {
            centre[i] = uniform(rng, -1, 1);
            half[i] = uniform(rng, 0, 1);
            slope[i] = uniform(rng, -2, 2);
        }
        draw_point(u, rng, inputs);
        nw_space *space = nw_space_new(NW_DOUBLE, inputs, 0);
        nw_space_box(space, centre, half);
        nw_taylor_registers(space, 4);
        nw_univariate cube = {NW_FUNCTION_POWER, 3}, line = {NW_FUNCTION_IDENTITY, 0};
        double factor = uniform(rng, -1, 1), offset = uniform(rng, -1, 1);
        program p = {.inputs = inputs};
        memcpy(p.centre, centre, sizeof centre);
        memcpy(p.half, half, sizeof half);
        arb_ptr x = _arb_vec_init(NW_MOST_INPUTS);
        set_point(x, &p, u);
        double largest = 1 + fabs(offset); /* of |s x + o| */
        arb_set_d(truth, offset);
        for (int i = 0; i < inputs; i++) {
            largest += fabs(slope[i]) * (fabs(centre[i]) + half[i]);
            arb_set_d(other, slope[i]);
            arb_addmul(truth, other, x + i, 2000);
        }
        nw_taylor_ridge(space, 0, &line, slope, offset);
        switch (round % 4) {
        case 0: /* (s x + o)^3 by products */
            nw_taylor_multiply(space, 1, 0, 0);
            nw_taylor_multiply(space, 0, 0, 1);
            arb_pow_ui(truth, truth, 3, 4000);
            break;
        case 1: /* the same by the ridge */
            nw_taylor_ridge(space, 0, &cube, slope, offset);
            arb_pow_ui(truth, truth, 3, 4000);
            break;
        case 2: /* by composition */
            nw_taylor_apply(space, 0, &cube, 0);
            arb_pow_ui(truth, truth, 3, 4000);
            break;
        default: /* sums */
            nw_taylor_input(space, 1, inputs - 1);
            nw_taylor_add_scaled(space, 0, factor, 1);
            nw_taylor_scale(space, 0, factor, 0);
            nw_taylor_subtract(space, 0, 0, 1);
            arb_set_d(other, factor);
            arb_addmul(truth, other, x + inputs - 1, 2000);
            arb_mul(truth, truth, other, 2000);
            arb_sub(truth, truth, x + inputs - 1, 2000);
            break;
        }
        const nw_model *model = nw_taylor_model(space, 0);
        ck_assert_msg(model->remainder == 0, "round %d: remainder %g", round, model->remainder);
        double allowed = 0x1p-53 * 40 * largest * largest * largest;
        ck_assert_msg(model->rounding > 0 && model->rounding < allowed, "round %d: rounding %g", round,
                      model->rounding / allowed);
        model_at(value, space, 0, u);
        ck_assert_msg(arb_overlaps(value, truth), "round %d: rounding", round);
        arb_get_mid_arb(value, value);
        arb_sub(value, value, truth, 2000);
        inexact += !arb_contains_zero(value);
        _arb_vec_clear(x, NW_MOST_INPUTS);
        nw_space_free(space);
    }
    ck_assert_msg(inexact > 3000, "%d inexact", inexact);
    arb_clear(truth);
    arb_clear(value);
    arb_clear(other);
    gsl_rng_free(rng);
}
END_TEST

/* ---- terms ---- */

START_TEST(order_of_terms)
{
    static const size_t counts[] = {4, 10, 20, 35};
    for (int n = 1; n <= NW_MOST_INPUTS; n++) {
        ck_assert_uint_eq(nw_taylor_terms(n), counts[n - 1]);
        nw_terms terms;
        nw_terms_fill(&terms, n);
        ck_assert_uint_eq(terms.start[4], counts[n - 1]);
        size_t t = 0;
        /* i <= j <= k, with 0 for "no factor", in the order that the header states */
        for (int degree = 0; degree <= 3; degree++)
            for (int i = degree > 0 ? 1 : 0; i <= (degree > 0 ? n : 0); i++)
                for (int j = degree > 1 ? i : 0; j <= (degree > 1 ? n : 0); j++)
                    for (int k = degree > 2 ? j : 0; k <= (degree > 2 ? n : 0); k++, t++) {
                        int expected[NW_MOST_INPUTS + 1] = {0}, actual[NW_MOST_INPUTS];
                        expected[i]++;
                        expected[j]++;
                        expected[k]++;
                        nw_taylor_exponents(actual, n, t);
                        for (int axis = 0; axis < NW_MOST_INPUTS; axis++)
                            ck_assert_msg(actual[axis] == expected[axis + 1], "n = %d, term %zu", n, t);
                        if (degree == 2)
                            ck_assert(terms.pair[i - 1][j - 1] == t && terms.pair[j - 1][i - 1] == t);
                        if (degree == 3)
                            ck_assert(terms.triple[i - 1][terms.pair[j - 1][k - 1] - terms.start[2]] == t &&
                                      terms.triple[k - 1][terms.pair[i - 1][j - 1] - terms.start[2]] == t);
                    }
        ck_assert_uint_eq(t, counts[n - 1]);
    }
}
END_TEST

/* (x + 2 y)^3 - x y + 1/2 at centre 0 and half-widths 1: all coefficients are small integers, in both arithmetics. */
START_TEST(coefficients_by_hand)
{
    static const double expected[] = {0.5, 0, 0, 0, -1, 0, 1, 6, 12, 8};
    const double slope[] = {1, 2}, zero[] = {0, 0}, one[] = {1, 1};
    for (int arithmetic = 0; arithmetic < 2; arithmetic++) {
        nw_space *space = nw_space_new(arithmetic == 0 ? NW_DOUBLE : NW_ARB, 2, ARB_BITS);
        nw_space_box(space, zero, one);
        nw_register a = nw_taylor_registers(space, 3);
        nw_univariate cube = {NW_FUNCTION_POWER, 3};
        nw_taylor_ridge(space, a, &cube, slope, 0);
        nw_taylor_input(space, a + 1, 0);
        nw_taylor_input(space, a + 2, 1);
        nw_taylor_multiply(space, a + 1, a + 1, a + 2);
        nw_taylor_add_scaled(space, a, -1, a + 1);
        nw_taylor_double(space, a + 2, 0.5);
        nw_taylor_add(space, a, a, a + 2);
        for (size_t t = 0; t < 10; t++) {
            double c = arithmetic == 0 ? nw_taylor_model(space, a)->c[t]
                                       : arf_get_d(arb_midref(space->balls[a].c + t), ARF_RND_NEAR);
            ck_assert_msg(c == expected[t], "term %zu: %g", t, c);
        }
        double rounding, bound = nw_taylor_bound(space, a, &rounding);
        ck_assert(bound >= 28.5 && bound < 28.51 && rounding < 1e-12);
        nw_space_free(space);
    }
}
END_TEST

/* x^2 - x/2 on [-1,1] lies in [-1/16, 3/2], and its negative in the mirror image: found exactly but for rounding. */
START_TEST(range_of_a_square)
{
    const double zero = 0, one = 1;
    for (int arithmetic = 0; arithmetic < 2; arithmetic++)
        for (int sign = -1; sign <= 1; sign += 2) {
            nw_space *space = nw_space_new(arithmetic == 0 ? NW_DOUBLE : NW_ARB, 1, ARB_BITS);
            nw_space_box(space, &zero, &one);
            nw_taylor_registers(space, 2);
            nw_taylor_input(space, 0, 0);
            nw_taylor_multiply(space, 1, 0, 0);
            nw_taylor_add_scaled(space, 1, -0.5, 0);
            nw_taylor_scale(space, 1, sign, 1);
            double lower, upper;
            nw_taylor_range(space, 1, &lower, &upper);
            double low = sign > 0 ? -0.0625 : -1.5, high = sign > 0 ? 1.5 : 0.0625;
            ck_assert_msg(lower <= low && lower > low - 1e-12 && upper >= high && upper < high + 1e-12,
                          "[%.17g, %.17g]", lower, upper);
            double bound = nw_taylor_bound(space, 1, NULL);
            ck_assert(bound >= 1.5 && bound < 1.5 + 1e-12);
            nw_space_free(space);
        }
}
END_TEST

/* Linear models that nearly vanish in a corner: the sums that cancel are rounded outward. */
START_TEST(range_of_cancelling_sums)
{
    gsl_rng *rng = ct_rng("cancelling");
    arb_t low, high, edge;
    arb_init(low);
    arb_init(high);
    arb_init(edge);
    nw_space *space = nw_space_new(NW_DOUBLE, NW_MOST_INPUTS, 0);
    nw_taylor_registers(space, 1);
    nw_model *model = nw_taylor_model(space, 0);
    for (int round = 0; round < 1000; round++) {
        double sum = 0;
        for (int i = 1; i <= NW_MOST_INPUTS; i++) {
            model->c[i] = uniform(rng, -1, 1);
            sum += fabs(model->c[i]);
        }
        model->c[0] = round % 2 == 0 ? sum : -sum;
        arb_set_d(low, model->c[0]);
        arb_set(high, low);
        for (int i = 1; i <= NW_MOST_INPUTS; i++) {
            arb_set_d(edge, fabs(model->c[i]));
            arb_sub(low, low, edge, ARF_PREC_EXACT);
            arb_add(high, high, edge, ARF_PREC_EXACT);
        }
        double lower, upper;
        nw_taylor_range(space, 0, &lower, &upper);
        arb_set_d(edge, lower);
        ck_assert_msg(arb_le(edge, low) && lower > -2 * sum - 1e-12, "round %d: %g", round, lower);
        arb_set_d(edge, upper);
        ck_assert_msg(arb_ge(edge, high) && upper < 2 * sum + 1e-12, "round %d: %g", round, upper);
        arb_set_d(edge, nw_taylor_bound(space, 0, NULL));
        arb_abs(low, low);
        ck_assert_msg(arb_ge(edge, low) && arb_ge(edge, high), "round %d", round);
    }
    nw_space_free(space);
    arb_clear(low);
    arb_clear(high);
    arb_clear(edge);
    gsl_rng_free(rng);
}
END_TEST

/* ---- smoothness ---- */

/* sin(x + y/2) tanh(2 x - y) + exp(x y) at boxes of half-width h: the remainder goes like h^4. */
START_TEST(fourth_order)
{
    const double centre[] = {0.3, -0.4}, wave[] = {1, 0.5}, steep[] = {2, -1};
    nw_univariate sine = {NW_FUNCTION_SIN, 0}, tanh_function = {NW_FUNCTION_TANH, 0}, e = {NW_FUNCTION_EXP, 0};
    for (int arithmetic = 0; arithmetic < 2; arithmetic++) {
        double last = 0;
        for (int bit = 3; bit < 9; bit++) {
            const double half[] = {ldexp(1, -bit), ldexp(1, -bit)};
            nw_space *space = nw_space_new(arithmetic == 0 ? NW_DOUBLE : NW_ARB, 2, ARB_BITS);
            nw_space_box(space, centre, half);
            nw_taylor_registers(space, 4);
            nw_taylor_ridge(space, 0, &sine, wave, 0);
            nw_taylor_ridge(space, 1, &tanh_function, steep, 0.125);
            nw_taylor_multiply(space, 0, 0, 1);
            nw_taylor_input(space, 1, 0);
            nw_taylor_input(space, 2, 1);
            nw_taylor_multiply(space, 1, 1, 2);
            nw_taylor_apply(space, 3, &e, 1);
            nw_taylor_add(space, 0, 0, 3);
            double remainder = arithmetic == 0 ? nw_taylor_model(space, 0)->remainder
                                               : mag_get_d(space->balls[0].remainder);
            if (bit > 5)
                ck_assert_msg(last / remainder > 14 && last / remainder < 18, "h = 2^-%d: %g", bit, last / remainder);
            ck_assert(remainder < 40 * ldexp(1, -4 * bit));
            last = remainder;
            nw_space_free(space);
        }
    }
}
END_TEST

/* A ridge is the composition with a linear form, and no wider. */
START_TEST(ridge_is_composition)
{
    gsl_rng *rng = ct_rng("ridge");
    arb_t one, other;
    arb_init(one);
    arb_init(other);
    for (int round = 0; round < 400; round++) {
        int inputs = (int)ct_between(rng, 1, NW_MOST_INPUTS);
        nw_space *space = nw_space_new(round % 4 == 0 ? NW_ARB : NW_DOUBLE, inputs, ARB_BITS);
        double centre[NW_MOST_INPUTS], half[NW_MOST_INPUTS], slope[NW_MOST_INPUTS], u[NW_MOST_INPUTS];
        for (int i = 0; i < inputs; i++) {
            centre[i] = uniform(rng, -1, 1);
            half[i] = ldexp(1, (int)ct_between(rng, -8, 0));
            slope[i] = uniform(rng, -1, 1);
        }
        nw_space_box(space, centre, half);
        nw_taylor_registers(space, 3);
        nw_univariate f = random_function(rng);
        double offset = uniform(rng, -1, 1);
        nw_taylor_ridge(space, 0, &f, slope, offset);
        nw_taylor_double(space, 1, offset);
        for (int i = 0; i < inputs; i++) {
            nw_taylor_input(space, 2, i);
            nw_taylor_add_scaled(space, 1, slope[i], 2);
        }
        nw_taylor_apply(space, 1, &f, 1);
        ck_assert(model_known(space, 0) == model_known(space, 1));
        if (model_known(space, 0)) {
            draw_point(u, rng, inputs);
            model_at(one, space, 0, u);
            model_at(other, space, 1, u);
            ck_assert_msg(arb_overlaps(one, other), "round %d", round);
            double direct = nw_taylor_bound(space, 0, NULL), composed = nw_taylor_bound(space, 1, NULL);
            ck_assert_msg(direct <= composed * (1 + 1e-3) + 1e-12, "round %d: %g, %g", round, direct, composed);
        }
        nw_space_free(space);
    }
    arb_clear(one);
    arb_clear(other);
    gsl_rng_free(rng);
}
END_TEST

/* A hat of M bumps on the cell between two of its knots has no remainder, in both arithmetics: the edge of the box is
 * the knot. */
START_TEST(kinks_at_the_edges)
{
    for (int arithmetic = 0; arithmetic < 2; arithmetic++)
        for (int order = 1; order <= NW_SPLINE_ORDER; order++)
            for (int m = 3; m <= 17; m += 2) {
                nw_space *space = nw_space_new(arithmetic == 0 ? NW_DOUBLE : NW_ARB, 1, ARB_BITS);
                nw_taylor_registers(space, 1);
                nw_univariate bump = {NW_FUNCTION_BUMP, order};
                double knots[NW_MOST_BREAKS], slope = m;
                size_t count = nw_univariate_breaks(knots, &bump);
                for (size_t i = 0; i + 1 < count; i++) {
                    /* cells of the bump around 1 - m/.. in x: m x + m - 1 in (-1, 1) */
                    double low = (knots[i] - (m - 1)) / m, high = (knots[i + 1] - (m - 1)) / m;
                    double centre = 0.5 * (low + high), half = nextafter(0.5 * (high - low), 1);
                    nw_space_box(space, &centre, &half);
                    nw_taylor_ridge(space, 0, &bump, &slope, m - 1);
                    double remainder = arithmetic == 0 ? nw_taylor_model(space, 0)->remainder
                                                       : mag_get_d(space->balls[0].remainder);
                    double rounding;
                    nw_taylor_bound(space, 0, &rounding);
                    double allowed = order <= 3 ? 1e-13 : 1; /* higher orders leave out their own terms */
                    ck_assert_msg(remainder <= allowed && rounding < 1e-12,
                                  "order %d, M = %d, piece %zu: %g and %g", order, m, i, remainder, rounding);
                }
                nw_space_free(space);
            }
}
END_TEST

/* ---- what cannot be ---- */

static void expect_nothing_known(nw_space *space, nw_register a)
{
    double lower, upper, rounding, bound = nw_taylor_bound(space, a, &rounding);
    nw_taylor_range(space, a, &lower, &upper);
    ck_assert_msg(bound == INFINITY && lower == -INFINITY && upper == INFINITY && rounding >= 0, "%g in [%g, %g]",
                  bound, lower, upper);
    arb_t centre;
    arb_init(centre);
    nw_taylor_centre(centre, space, a);
    ck_assert(!arb_is_finite(centre));
    arb_clear(centre);
}

START_TEST(overflow_is_infinite)
{
    const double centre[] = {1e200, -1e200}, half[] = {1e199, 0};
    nw_space *space = nw_space_new(NW_DOUBLE, 2, 0);
    nw_space_box(space, centre, half);
    nw_taylor_registers(space, 4);
    nw_taylor_input(space, 0, 0);
    nw_taylor_input(space, 1, 1);
    nw_taylor_multiply(space, 2, 0, 1);
    expect_nothing_known(space, 2);
    nw_taylor_subtract(space, 3, 2, 2); /* Inf - Inf */
    expect_nothing_known(space, 3);
    nw_taylor_multiply(space, 3, 2, 3);
    expect_nothing_known(space, 3);
    nw_taylor_scale(space, 3, 0, 2);
    expect_nothing_known(space, 3);
    nw_taylor_add(space, 3, 2, 0);
    expect_nothing_known(space, 3);
    for (int f = 0; f <= NW_FUNCTION_STEP; f++) {
        nw_univariate function = {(nw_function)f, f >= NW_FUNCTION_POWER ? 2 : 0};
        nw_taylor_apply(space, 3, &function, 2);
        expect_nothing_known(space, 3);
    }
    nw_space_free(space);
}
END_TEST

START_TEST(nothing_known_stays)
{
    const double bad[] = {NAN, INFINITY, -INFINITY, -1}, zero = 0;
    nw_univariate reciprocal = {NW_FUNCTION_RECIPROCAL, 0}, sine = {NW_FUNCTION_SIN, 0};
    for (int arithmetic = 0; arithmetic < 2; arithmetic++) {
        nw_space *space = nw_space_new(arithmetic == 0 ? NW_DOUBLE : NW_ARB, 1, ARB_BITS);
        nw_taylor_registers(space, 4);
        nw_taylor_input(space, 0, 0);
        for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
            nw_taylor_between(space, 1, bad[i]);
            expect_nothing_known(space, 1);
            if (isfinite(bad[i]))
                continue;
            nw_taylor_double(space, 1, bad[i]);
            expect_nothing_known(space, 1);
            nw_taylor_scale(space, 1, bad[i], 0);
            expect_nothing_known(space, 1);
            nw_taylor_zero(space, 1);
            nw_taylor_add_scaled(space, 1, bad[i], 0);
            expect_nothing_known(space, 1);
            nw_taylor_ridge(space, 1, &sine, &bad[i], 0);
            expect_nothing_known(space, 1);
            nw_taylor_ridge(space, 1, &sine, &zero, bad[i]);
            expect_nothing_known(space, 1);
        }
        nw_taylor_apply(space, 1, &reciprocal, 0); /* the box holds 0 */
        expect_nothing_known(space, 1);
        nw_taylor_zero(space, 2);
        nw_taylor_multiply(space, 3, 2, 1);
        expect_nothing_known(space, 3);
        nw_taylor_multiply(space, 3, 1, 2);
        expect_nothing_known(space, 3);
        nw_taylor_add_scaled(space, 0, 0, 1);
        expect_nothing_known(space, 0);
        nw_space_free(space);
    }
}
END_TEST

/* Numbers at both ends of the doubles, where products underflow: contained still. */
START_TEST(extreme_scales)
{
    static const double sizes[] = {5e-324, 1e-310, 1e-300, 1e-160, 1e-100, 1, 1e100, 1e150};
    enum { SIZES = sizeof sizes / sizeof sizes[0] };
    gsl_rng *rng = ct_rng("extreme");
    arb_ptr x = _arb_vec_init(NW_MOST_INPUTS), values = _arb_vec_init(NW_MOST_INPUTS + 3);
    for (int round = 0; round < 600; round++) {
        program p;
        program_draw(&p, rng, 1);
        for (int i = 0; i < NW_MOST_INPUTS; i++) {
            p.centre[i] = uniform(rng, -1, 1) * pick(rng, sizes, SIZES);
            p.half[i] = uniform(rng, 0, 1) * pick(rng, sizes, SIZES);
        }
        for (int i = 0; i < p.count; i++) {
            step *s = p.steps + i;
            if (s->kind == APPLY || s->kind == RIDGE)
                s->f = (nw_univariate){NW_FUNCTION_POWER, (int)ct_between(rng, 1, 5)};
            s->factor *= pick(rng, sizes, SIZES);
            for (int j = 0; j < NW_MOST_INPUTS; j++)
                s->slope[j] *= pick(rng, sizes, SIZES);
        }
        nw_space *space = nw_space_new(NW_DOUBLE, p.inputs, 0);
        program_run(space, &p);
        double u[NW_MOST_INPUTS];
        for (int point = 0; point < 4; point++) {
            draw_point(u, rng, p.inputs);
            set_point(x, &p, u);
            program_value(values, &p, x);
            for (nw_register i = 0; i < p.registers; i++)
                expect_contained(space, i, u, values + i, round);
        }
        nw_space_free(space);
        program_clear(&p);
    }
    _arb_vec_clear(x, NW_MOST_INPUTS);
    _arb_vec_clear(values, NW_MOST_INPUTS + 3);
    gsl_rng_free(rng);
}
END_TEST

/* ---- registers ---- */

START_TEST(registers)
{
    for (int arithmetic = 0; arithmetic < 2; arithmetic++) {
        nw_space *space = nw_space_new(arithmetic == 0 ? NW_DOUBLE : NW_ARB, 2, ARB_BITS);
        const double centre[] = {0.25, -0.5}, half[] = {0.5, 0.125};
        nw_space_box(space, centre, half);
        ck_assert(nw_space_centre(space)[1] == -0.5 && nw_space_half(space)[0] == 0.5);
        ck_assert_int_eq(nw_space_inputs(space), 2);
        nw_register a = nw_taylor_registers(space, 1);
        nw_taylor_input(space, a, 1);
        size_t mark = nw_taylor_mark(space);
        ck_assert_uint_eq(mark, 1);
        for (int round = 0; round < 3; round++) {
            nw_register b = nw_taylor_registers(space, 40);
            ck_assert_uint_eq(b, mark);
            for (nw_register i = b; i < b + 40; i++) {
                ck_assert_msg(nw_taylor_bound(space, i, NULL) <= 1e-250, "register %zu is not zero", i);
                nw_taylor_copy(space, i, a);
            }
            double lower, upper;
            nw_taylor_range(space, b + 39, &lower, &upper);
            ck_assert_msg(lower <= -0.625 && lower > -0.6251 && upper >= -0.375 && upper < -0.3749, "[%g, %g]", lower,
                          upper);
            nw_taylor_release(space, mark);
            ck_assert_uint_eq(nw_taylor_mark(space), mark);
        }
        arb_t value;
        arb_init(value);
        nw_taylor_centre(value, space, a);
        ck_assert(arb_contains_si(value, 0) == 0 && fabs(arf_get_d(arb_midref(value), ARF_RND_NEAR) + 0.5) < 1e-15);
        nw_taylor_between(space, a, 2);
        nw_taylor_centre(value, space, a);
        ck_assert(arb_contains_si(value, 2) && arb_contains_si(value, -2) && !arb_contains_si(value, 3));
        arb_clear(value);
        nw_space_free(space);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("taylor");
    TCase *tests = ct_case(suite, "terms");
    tcase_add_test(tests, order_of_terms);
    tcase_add_test(tests, coefficients_by_hand);
    tcase_add_test(tests, range_of_a_square);
    tcase_add_test(tests, range_of_cancelling_sums);
    tcase_add_test(tests, registers);
    tests = ct_case(suite, "containment");
    tcase_add_test(tests, programs_contain_the_truth);
    tcase_add_test(tests, programs_on_small_boxes);
    tcase_add_test(tests, rounding_alone);
    tcase_add_test(tests, extreme_scales);
    tests = ct_case(suite, "quality");
    tcase_add_test(tests, fourth_order);
    tcase_add_test(tests, ridge_is_composition);
    tcase_add_test(tests, kinks_at_the_edges);
    tests = ct_case(suite, "limits");
    tcase_add_test(tests, overflow_is_infinite);
    tcase_add_test(tests, nothing_known_stays);
    return ct_main(suite);
}
