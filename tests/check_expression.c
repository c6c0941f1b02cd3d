/* Formulas: reading, values, enclosures, and the proven norm. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "check_common.h"
#include "target/expression.h"
#include "target/jet.h"

static nw_expression *parsed(const char *formula)
{
    nw_expression *expression;
    nw_error error;
    if (nw_expression_parse(&expression, formula, &error) != NW_OK)
        ck_abort_msg("%s: %s", formula, error.message);
    return expression;
}

static double value_at(const nw_expression *expression, double x1, double x2, double i1)
{
    double x[3] = {x1, x2, i1}, y;
    nw_expression_values(expression, 2, 3, 1, x, &y);
    return y;
}

/* ---- reading ---- */

#define PI 3.14159265358979323846

#define FUNCTION(name, value)                        \
    static double name(double x, double y, double i) \
    {                                                \
        (void)x, (void)y, (void)i;                   \
        return value;                                \
    }

FUNCTION(f01, sin(3 * x) / 4)
FUNCTION(f02, x - y - i)
FUNCTION(f03, x / (2 + y) / (3 + i))
FUNCTION(f04, -x * x)
FUNCTION(f05, (x + 2 * y) * (x - 2 * y))
FUNCTION(f06, 1 / ((2 + x) * (2 + x)))
FUNCTION(f07, fmin(x, y) - fmax(y, i))
FUNCTION(f08, exp(-x) * tanh(4 * y) + cos(PI * x))
FUNCTION(f09, fabs(x - 1.0 / 3))
FUNCTION(f10, 0.001 + 25 + 0.5)
FUNCTION(f11, 2 * -x)
FUNCTION(f12, pow(x, 64))
FUNCTION(f13, -1 + 0 * x)
FUNCTION(f14, sin(cos(exp(tanh(y * i)))))

static const struct {
    const char *formula;
    double (*function)(double, double, double);
} GOOD[] = {
    {"sin(3*x1)/4", f01},
    {"x1-x2-I1", f02},
    {"x1/(2+x2)/(3+I1)", f03},
    {"-x1^2", f04},
    {" ( x1 + 2*x2 ) * (x1-2 * x2)\t", f05},
    {"(2+x1)^-2", f06},
    {"(2+x1)^(-2)", f06},
    {"min(x1, x2)-max(x2,I1)", f07},
    {"exp(-x1)*tanh(4*x2)+cos(pi*x1)", f08},
    {"abs(x1-1/3)", f09},
    {"1e-3+2.5E+1+.5", f10},
    {"2*-x1", f11},
    {"x1^64", f12},
    {"-(x1^0)", f13},
    {"-1^2", f13},
    {"+--+-x1^0", f13},
    {"sin(cos(exp(tanh(x2*I1))))", f14},
};

START_TEST(formulas_mean_what_they_say)
{
    gsl_rng *rng = ct_rng("formulas");
    arb_t value;
    arb_init(value);
    for (size_t i = 0; i < sizeof GOOD / sizeof GOOD[0]; i++) {
        nw_expression *expression = parsed(GOOD[i].formula);
        for (int round = 0; round < 200; round++) {
            double x[3];
            for (int axis = 0; axis < 3; axis++)
                x[axis] = 2 * gsl_rng_uniform(rng) - 1;
            double y = value_at(expression, x[0], x[1], x[2]), wanted = GOOD[i].function(x[0], x[1], x[2]);
            ck_assert_msg(fabs(y - wanted) <= 1e-14 * (1 + fabs(wanted)), "%s at %g, %g, %g: %.17g, expected %.17g",
                          GOOD[i].formula, x[0], x[1], x[2], y, wanted);
            nw_expression_enclose(value, expression, 2, x, 200);
            double middle = arf_get_d(arb_midref(value), ARF_RND_NEAR);
            ck_assert_msg(fabs(middle - wanted) <= 1e-14 * (1 + fabs(wanted)), "%s: enclosed at %.17g", GOOD[i].formula,
                          middle);
            ck_assert(mag_cmp_2exp_si(arb_radref(value), -180) < 0);
        }
        nw_expression_free(expression);
    }
    arb_clear(value);
    gsl_rng_free(rng);
}
END_TEST

/* Constants are exact. */
START_TEST(decimals_are_rationals)
{
    static const char *const zeros[] = {"0.1+0.2-0.3", "1/3+1/6-1/2", "(2/3)^-2-2.25", "1e3-1000",
                                        "(-1)^3+1",    "0.1*3-0.3",   "2^10-1024",     "-2^2+4"};
    double x[1] = {0};
    arb_t value;
    arb_init(value);
    for (size_t i = 0; i < sizeof zeros / sizeof zeros[0]; i++) {
        nw_expression *expression = parsed(zeros[i]);
        ck_assert_uint_eq(expression->count, 1);
        nw_expression_enclose(value, expression, 1, x, 64);
        ck_assert_msg(arb_is_zero(value), "%s", zeros[i]);
        nw_expression_free(expression);
    }
    arb_clear(value);
}
END_TEST

static const struct {
    const char *formula;
    int character;
    const char *message;
} BAD[] = {
    {"", 1, "the formula is missing"},
    {"   ", 4, "the formula is missing"},
    {"x", 1, "write x1, x2, .."},
    {"I", 1, "write I1, I2, .."},
    {"x0", 1, "from 1 to 4"},
    {"x5", 1, "from 1 to 4"},
    {"x99999", 1, "from 1 to 4"},
    {"I5", 1, "from 1 to 4"},
    {"X1", 1, "there is no 'X1'"},
    {"y", 1, "there is no 'y'"},
    {"sine(x1)", 1, "did you mean sin?"},
    {"tan(x1)", 1, "there is no 'tan'"},
    {"sin2(x1)", 1, "there is no 'sin2'"},
    {"log(x1)", 1, "known are x1.., I1.., pi, sin"},
    {"pi2", 1, "there is no 'pi2'"},
    {"sin x1", 5, "expected ( after the name"},
    {"sin(x1", 7, "expected ) after the argument"},
    {"sin()", 5, "expected a number, an input or ("},
    {"sin(x1,x2)", 7, "expected ) after the argument"},
    {"min(x1)", 7, "min and max have two arguments"},
    {"max(x1,)", 8, "expected a number"},
    {"max(x1,x2,x1)", 10, "expected ) after the second argument"},
    {"(x1", 4, "expected )"},
    {"x1)", 3, "closes nothing"},
    {"x1 x2", 4, "expected an operation"},
    {"2x1", 2, "expected an operation"},
    {"x1+", 4, "the formula ends where"},
    {"x1*/2", 4, "expected a number"},
    {"*x1", 1, "expected a number"},
    {"x1^", 4, "an exponent is an integer"},
    {"x1^x2", 4, "an exponent is an integer"},
    {"x1^65", 4, "an exponent is an integer from -64 to 64"},
    {"x1^99999", 4, "an exponent is an integer"},
    {"x1^0.5", 4, "an exponent is an integer"},
    {"x1^2e1", 4, "an exponent is an integer"},
    {"x1^(2", 6, "expected ) after the exponent"},
    {"x1^2^3", 6, "a power of a power needs parentheses"},
    {"1/0", 3, "division by zero"},
    {"x1/(1-1)", 4, "division by zero"},
    {"0^-1", 3, "division by zero"},
    {"1..2", 3, "expected an operation"},
    {"1e99999", 1, "1e99999"},
    {"x1 = 2", 4, "expected an operation"},
    {"x1;", 3, "expected an operation"},
    {"\xc3\xa9", 1, "expected a number"},
    {"3 # x1", 3, "expected an operation"},
};

START_TEST(errors_name_the_character)
{
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        nw_expression *expression;
        nw_error error = {NW_OK, ""};
        ck_assert_msg(nw_expression_parse(&expression, BAD[i].formula, &error) == NW_BAD_INPUT, "'%s' is accepted",
                      BAD[i].formula);
        ck_assert_ptr_null(expression);
        char *where = nw_format("character %d of '%s': ", BAD[i].character, BAD[i].formula);
        ck_assert_msg(strstr(error.message, where) != NULL, "'%s': '%s' does not say '%s'", BAD[i].formula,
                      error.message, where);
        ck_assert_msg(strstr(error.message, BAD[i].message) != NULL, "'%s': '%s' does not say '%s'", BAD[i].formula,
                      error.message, BAD[i].message);
        free(where);
    }
}
END_TEST

START_TEST(limits)
{
    nw_expression *expression;
    nw_error error;
    nw_text text = {0};
    for (int i = 0; i < 98; i++)
        nw_text_add(&text, "(");
    nw_text_add(&text, "x1");
    for (int i = 0; i < 98; i++)
        nw_text_add(&text, ")");
    ck_assert_int_eq(nw_expression_parse(&expression, nw_text_string(&text), &error), NW_OK);
    nw_expression_free(expression);
    nw_text_reset(&text);
    for (int i = 0; i < 3000; i++)
        nw_text_add(&text, i < 1500 ? "(" : "-");
    ck_assert_int_eq(nw_expression_parse(&expression, nw_text_string(&text), &error), NW_BAD_INPUT);
    ck_assert_ptr_nonnull(strstr(error.message, "nested deeper than 100 levels"));
    for (int i = 0; i < 1001; i++)
        nw_text_add(&text, "-");
    ck_assert_int_eq(nw_expression_parse(&expression, nw_text_string(&text), &error), NW_BAD_INPUT);
    ck_assert_ptr_nonnull(strstr(error.message, "at most 4000 characters"));
    /* Numbers that grow without end are left to the end. */
    nw_text_reset(&text);
    nw_text_add(&text, "((((9^64)^64)^64)^64)^-64*x1");
    ck_assert_int_eq(nw_expression_parse(&expression, nw_text_string(&text), &error), NW_OK);
    nw_expression_free(expression);
    nw_text_clear(&text);
}
END_TEST

/* ---- values ---- */

START_TEST(batches_of_any_length)
{
    nw_expression *expression = parsed("sin(40*x1)*max(x2,I1)^3-exp(-x1*x2)");
    gsl_rng *rng = ct_rng("batches");
    enum { MOST = 400 };
    double x[3 * MOST], y[MOST];
    for (int i = 0; i < 3 * MOST; i++)
        x[i] = 2 * gsl_rng_uniform(rng) - 1;
    for (size_t count = 1; count <= MOST; count += 7) {
        nw_expression_values(expression, 2, 3, count, x, y);
        for (size_t i = 0; i < count; i++)
            ck_assert_double_eq(y[i], value_at(expression, x[3 * i], x[3 * i + 1], x[3 * i + 2]));
    }
    gsl_rng_free(rng);
    nw_expression_free(expression);
}
END_TEST

/* Arguments beyond the range of the vector functions. */
START_TEST(large_arguments)
{
    static const struct {
        const char *formula;
        double value;
    } cases[] = {{"sin(1e9*x1)", 0}, {"cos(1e9*x1)", 0}, {"tanh(1e6*x1)", 1}, {"exp(-1e4*x1)", 0}};
    for (size_t i = 0; i < 4; i++) {
        nw_expression *expression = parsed(cases[i].formula);
        double wanted = i == 0 ? sin(5e8) : i == 1 ? cos(5e8) : cases[i].value;
        ck_assert_double_eq_tol(value_at(expression, 0.5, 0, 0), wanted, 1e-15);
        nw_expression_free(expression);
    }
}
END_TEST

/* ---- derivatives ---- */

/* A random formula of this depth in x1, x2 and I1 that has four derivatives everywhere; kinks added when asked. */
static void random_formula(nw_text *text, gsl_rng *rng, int depth, bool kinks)
{
    static const char *const leaves[] = {"x1", "x2", "I1", "0.3", "pi", "2"};
    static const char *const calls[] = {"sin", "cos", "tanh"};
    if (depth == 0) {
        nw_text_add(text, leaves[ct_between(rng, 0, 5)]);
        return;
    }
    slong kind = ct_between(rng, 0, kinks ? 8 : 6);
    const char *open = kind <= 2 ? calls[kind] : kind == 3 ? "1/(1.5+sin" : kind == 7 ? "abs" : kind == 8 ? "min" : "";
    nw_text_addf(text, "%s(", open);
    random_formula(text, rng, depth - 1, kinks);
    if (kind >= 4 && kind <= 6) {
        nw_text_add(text, kind == 4 ? "+" : kind == 5 ? "-" : "*");
        random_formula(text, rng, depth - 1, kinks);
    } else if (kind == 8) {
        nw_text_add(text, ",");
        random_formula(text, rng, depth - 1, kinks);
    }
    nw_text_add(text, kind == 3 ? "))" : ")");
    if (kind == 5)
        nw_text_add(text, "^2");
}

/* Series over a box hold the divided differences of points in it: those are mean values of D^k. */
START_TEST(series_hold_differences)
{
    gsl_rng *rng = ct_rng("series");
    nw_jet_shape shape;
    nw_jet_shape_init(&shape, 3, 3);
    ck_assert_uint_eq(shape.terms, 20);
    arb_ptr room = _arb_vec_init(3 * 20), place = _arb_vec_init(3);
    arb_t difference, value;
    arb_init(difference);
    arb_init(value);
    for (int round = 0; round < 150; round++) {
        nw_text text = {0};
        bool kinks = round % 3 == 0;
        random_formula(&text, rng, (int)ct_between(rng, 1, 4), kinks);
        nw_expression *expression = parsed(nw_text_string(&text));
        arb_ptr jets = _arb_vec_init((slong)(expression->count * shape.terms));
        double low[3], width = ldexp(1, -(int)ct_between(rng, 1, 8));
        for (int axis = 0; axis < 3; axis++) {
            low[axis] = ldexp((double)ct_between(rng, -1024, 512), -10);
            arb_set_d(place + axis, low[axis] + width / 2);
            mag_set_d(arb_radref(place + axis), width / 2);
        }
        nw_jet_expression(jets, room, expression, 2, &shape, place, 64);
        arb_srcptr series = jets + (expression->count - 1) * shape.terms;
        for (size_t t = 0; t < shape.terms; t++) {
            const int *k = shape.exponents[t];
            double step = width / 4, factorial = 1;
            arb_zero(difference);
            for (int corner = 0; corner < (k[0] + 1) * (k[1] + 1) * (k[2] + 1); corner++) {
                int rest = corner, sum = 0;
                double x[3], weight = 1;
                for (int axis = 0; axis < 3; axis++) {
                    int j = rest % (k[axis] + 1);
                    rest /= k[axis] + 1;
                    static const double binomial[4][4] = {{1}, {1, 1}, {1, 2, 1}, {1, 3, 3, 1}};
                    weight *= binomial[k[axis]][j];
                    x[axis] = low[axis] + j * step;
                    sum += k[axis] - j;
                }
                nw_expression_enclose(value, expression, 2, x, 200);
                arb_mul_si(value, value, (slong)(sum % 2 == 0 ? weight : -weight), 200);
                arb_add(difference, difference, value, 200);
            }
            for (int axis = 0; axis < 3; axis++)
                for (int j = 1; j <= k[axis]; j++) {
                    arb_mul_2exp_si(difference, difference, -(slong)ilogb(step));
                    factorial *= j;
                }
            arb_div_ui(difference, difference, (ulong)factorial, 200);
            /* Second differences across a kink mean nothing. */
            bool smooth = !kinks || k[0] + k[1] + k[2] <= 1;
            ck_assert_msg(!smooth || arb_overlaps(series + t, difference), "%s: term %zu", nw_text_string(&text), t);
        }
        _arb_vec_clear(jets, (slong)(expression->count * shape.terms));
        nw_expression_free(expression);
        nw_text_clear(&text);
    }
    arb_clear(difference);
    arb_clear(value);
    _arb_vec_clear(room, 60);
    _arb_vec_clear(place, 3);
    nw_jet_shape_clear(&shape);
    gsl_rng_free(rng);
}
END_TEST

/* Norms that are known, each sup by hand. */
static const struct {
    const char *formula;
    int m1, inputs, order;
    double norm;
} NORMS[] = {
    {"x1", 1, 1, 1, 2},
    {"x1", 1, 1, 3, 2},
    {"x1*x2", 2, 2, 2, 1 + 1 + 1 + 1},
    {"0", 1, 1, 3, 0},
    {"3/4", 1, 2, 2, 0.75},
    {"x1^2", 1, 1, 2, 1 + 2 + 2},
    {"x1^3", 1, 1, 3, 1 + 3 + 6 + 6},
    {"sin(2*pi*x1)", 1, 1, 1, 1 + 2 * PI},
    {"cos(pi*x1)", 1, 1, 3, 1 + PI + PI *PI + PI *PI *PI},
    {"exp(x1)", 1, 1, 3, 4 * 2.71828182845904523536},
    {"1/(2+x1)", 1, 1, 2, 1 + 1 + 2},
    {"(2+x1)^-1", 1, 1, 2, 1 + 1 + 2},
    {"tanh(x1*3)", 1, 1, 1, 0.99505475368673045 + 3},
    {"abs(x1)", 1, 1, 1, 2},
    {"abs(x1-1/3)", 1, 1, 1, 4.0 / 3 + 1},
    {"max(x1,I1)", 1, 2, 1, 1 + 1 + 1},
    {"min(x1,-x1)", 1, 1, 1, 2},
    {"max(abs(x1),abs(x2))", 2, 2, 1, 3},
    {"abs(x1)*x1", 1, 1, 1, 1 + 2},
};

START_TEST(norms_by_hand)
{
    for (size_t i = 0; i < sizeof NORMS / sizeof NORMS[0]; i++) {
        nw_expression *expression = parsed(NORMS[i].formula);
        double norm, steepness[NW_MOST_INPUTS];
        ck_assert_msg(nw_expression_norm(&norm, steepness, expression, NORMS[i].m1, NORMS[i].inputs, NORMS[i].order),
                      "%s: no bound", NORMS[i].formula);
        ck_assert_msg(norm >= NORMS[i].norm * (1 - 1e-15) && norm <= NORMS[i].norm * 1.0101,
                      "%s: norm %.9g, bound %.9g", NORMS[i].formula, NORMS[i].norm, norm);
        nw_expression_free(expression);
    }
}
END_TEST

/* Exact where everything is: a user who writes x1 gets the amplitude 1/2. */
START_TEST(exact_norms)
{
    nw_expression *expression = parsed("x1");
    double norm, steepness[NW_MOST_INPUTS];
    ck_assert(nw_expression_norm(&norm, steepness, expression, 1, 1, 1));
    ck_assert_double_eq(norm, 2);
    ck_assert_double_eq(steepness[0], 1);
    nw_expression_free(expression);
}
END_TEST

START_TEST(unbounded_formulas)
{
    static const struct {
        const char *formula;
        int inputs;
    } cases[] = {{"1/x1", 1},        {"1/(x1-0.3)", 1},     {"1/(1-x1)", 1},           {"x1^-1", 1},
                 {"1/(x1+x2)", 2},   {"tanh(1/x1)", 1},     {"sin(1/x1)*x1^3", 1},     {"0*(1/x1)", 1},
                 {"exp(1/x1^2)", 1}, {"1/sin(5*x1*x2)", 2}, {"exp(exp(exp(7+x1)))", 1}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        nw_expression *expression = parsed(cases[i].formula);
        double norm, steepness[NW_MOST_INPUTS];
        ck_assert_msg(!nw_expression_norm(&norm, steepness, expression, cases[i].inputs, cases[i].inputs, 1),
                      "%s: bounded by %g", cases[i].formula, norm);
        nw_expression_free(expression);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("expression");
    TCase *reading = ct_case(suite, "reading");
    tcase_add_test(reading, formulas_mean_what_they_say);
    tcase_add_test(reading, decimals_are_rationals);
    tcase_add_test(reading, errors_name_the_character);
    tcase_add_test(reading, limits);
    TCase *values = ct_case(suite, "values");
    tcase_add_test(values, batches_of_any_length);
    tcase_add_test(values, large_arguments);
    TCase *derivatives = ct_case(suite, "derivatives");
    tcase_add_test(derivatives, series_hold_differences);
    tcase_add_test(derivatives, norms_by_hand);
    tcase_add_test(derivatives, exact_norms);
    tcase_add_test(derivatives, unbounded_formulas);
    return ct_main(suite);
}
