/* A formula at points: in double, enclosed by Arb, as a Taylor model. */
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "numeric/elementary.h"
#include "target/expression.h"
#include "target/family.h"

/* ---- double ---- */

enum { BLOCK = 128 };

static double nearest_double(const fmpq_t value)
{
    arf_t rounded;
    arf_init(rounded);
    arf_fmpz_div_fmpz(rounded, fmpq_numref(value), fmpq_denref(value), 53, ARF_RND_NEAR);
    double result = arf_get_d(rounded, ARF_RND_NEAR);
    arf_clear(rounded);
    return result;
}

static double integer_power(double base, int exponent)
{
    double power = 1;
    for (; exponent > 0; exponent >>= 1) {
        if (exponent & 1)
            power *= base;
        base *= base;
    }
    return power;
}

/* Beyond the range of the vector functions libm serves: these values are estimates. */
static void apply(double *y, const double *a, size_t count, double limit,
                  void (*many)(size_t, const double *, double *), double (*one)(double))
{
    double inside[BLOCK];
    for (size_t i = 0; i < count; i++)
        inside[i] = fabs(a[i]) <= limit ? a[i] : 0;
    many(count, inside, y);
    for (size_t i = 0; i < count; i++)
        if (!(fabs(a[i]) <= limit))
            y[i] = one(a[i]);
}

static void step(double *y, const nw_instruction *code, const double *a, const double *b, size_t count)
{
    switch (code->operation) {
    case NW_DO_SIN:
        apply(y, a, count, NW_SIN_LIMIT, nw_vec_sin, sin);
        return;
    case NW_DO_COS:
        apply(y, a, count, NW_SIN_LIMIT, nw_vec_cos, cos);
        return;
    case NW_DO_EXP:
        apply(y, a, count, 700, nw_vec_exp, exp);
        return;
    case NW_DO_TANH:
        apply(y, a, count, 700, nw_vec_tanh, tanh);
        return;
    default:
        break;
    }
    for (size_t i = 0; i < count; i++) {
        switch (code->operation) {
        case NW_DO_ADD:
            y[i] = a[i] + b[i];
            break;
        case NW_DO_SUBTRACT:
            y[i] = a[i] - b[i];
            break;
        case NW_DO_MULTIPLY:
            y[i] = a[i] * b[i];
            break;
        case NW_DO_DIVIDE:
            y[i] = a[i] / b[i];
            break;
        case NW_DO_NEGATE:
            y[i] = -a[i];
            break;
        case NW_DO_POWER:
            y[i] = integer_power(a[i], code->exponent);
            break;
        case NW_DO_ABS:
            y[i] = fabs(a[i]);
            break;
        case NW_DO_MIN:
            y[i] = a[i] < b[i] ? a[i] : b[i];
            break;
        case NW_DO_MAX:
            y[i] = a[i] > b[i] ? a[i] : b[i];
            break;
        default:
            break;
        }
    }
}

static void leaf(double *y, const nw_instruction *code, int m1, int inputs, size_t count, const double *x)
{
    if (code->operation == NW_DO_X || code->operation == NW_DO_I) {
        size_t axis = (size_t)nw_instruction_input(code, m1);
        for (size_t i = 0; i < count; i++)
            y[i] = x[i * (size_t)inputs + axis];
        return;
    }
    double value = code->operation == NW_DO_PI ? 3.14159265358979323846 : nearest_double(code->number);
    for (size_t i = 0; i < count; i++)
        y[i] = value;
}

void nw_expression_values(const nw_expression *expression, int m1, int inputs, size_t count, const double *x, double *y)
{
    double *results = nw_alloc(expression->count * BLOCK, sizeof *results);
    for (size_t begin = 0; begin < count; begin += BLOCK) {
        size_t here = count - begin < BLOCK ? count - begin : BLOCK;
        for (size_t i = 0; i < expression->count; i++) {
            const nw_instruction *code = &expression->code[i];
            double *result = results + i * BLOCK;
            if (code->operation <= NW_DO_I)
                leaf(result, code, m1, inputs, here, x + begin * (size_t)inputs);
            else
                step(result, code, results + code->a * BLOCK, results + code->b * BLOCK, here);
        }
        for (size_t i = 0; i < here; i++)
            y[begin + i] = results[(expression->count - 1) * BLOCK + i];
    }
    free(results);
}

/* ---- balls ---- */

static void ball_step(arb_t y, const nw_instruction *code, arb_srcptr a, arb_srcptr b, const double *x, int m1,
                      slong prec)
{
    switch (code->operation) {
    case NW_DO_NUMBER:
        arb_set_fmpq(y, code->number, prec);
        break;
    case NW_DO_PI:
        arb_const_pi(y, prec);
        break;
    case NW_DO_X:
    case NW_DO_I:
        arb_set_d(y, x[nw_instruction_input(code, m1)]);
        break;
    case NW_DO_ADD:
        arb_add(y, a, b, prec);
        break;
    case NW_DO_SUBTRACT:
        arb_sub(y, a, b, prec);
        break;
    case NW_DO_MULTIPLY:
        arb_mul(y, a, b, prec);
        break;
    case NW_DO_DIVIDE:
        arb_div(y, a, b, prec);
        break;
    case NW_DO_NEGATE:
        arb_neg(y, a);
        break;
    case NW_DO_POWER:
        arb_pow_ui(y, a, (ulong)code->exponent, prec);
        break;
    case NW_DO_SIN:
        arb_sin(y, a, prec);
        break;
    case NW_DO_COS:
        arb_cos(y, a, prec);
        break;
    case NW_DO_EXP:
        arb_exp(y, a, prec);
        break;
    case NW_DO_TANH:
        arb_tanh(y, a, prec);
        break;
    case NW_DO_ABS:
        arb_abs(y, a);
        break;
    case NW_DO_MIN:
        arb_min(y, a, b, prec);
        break;
    case NW_DO_MAX:
        arb_max(y, a, b, prec);
        break;
    }
}

void nw_expression_enclose(arb_t value, const nw_expression *expression, int m1, const double *x, slong prec)
{
    arb_ptr results = _arb_vec_init((slong)expression->count);
    for (size_t i = 0; i < expression->count; i++) {
        const nw_instruction *code = &expression->code[i];
        ball_step(results + i, code, results + code->a, results + code->b, x, m1, prec);
    }
    arb_set(value, results + expression->count - 1);
    _arb_vec_clear(results, (slong)expression->count);
}

/* ---- Taylor models ---- */

/* y = (a + b -+ |a - b|)/2, with `difference` as room. */
static void taylor_extreme(nw_space *space, nw_register y, nw_register a, nw_register b, nw_register difference,
                           double sign)
{
    static const nw_univariate absolute = {.function = NW_FUNCTION_ABS};
    nw_taylor_subtract(space, difference, a, b);
    nw_taylor_apply(space, difference, &absolute, difference);
    nw_taylor_add(space, y, a, b);
    nw_taylor_add_scaled(space, y, sign, difference);
    nw_taylor_scale(space, y, 0.5, y);
}

static void taylor_step(nw_space *space, nw_register y, const nw_instruction *code, nw_register a, nw_register b,
                        nw_register room, int m1)
{
    static const nw_univariate sine = {.function = NW_FUNCTION_SIN}, cosine = {.function = NW_FUNCTION_COS},
                               exponential = {.function = NW_FUNCTION_EXP}, tangent = {.function = NW_FUNCTION_TANH},
                               absolute = {.function = NW_FUNCTION_ABS},
                               reciprocal = {.function = NW_FUNCTION_RECIPROCAL};
    nw_univariate power = {.function = NW_FUNCTION_POWER, .order = code->exponent};
    switch (code->operation) {
    case NW_DO_NUMBER:
        nw_taylor_rational(space, y, code->number);
        break;
    case NW_DO_PI:
        nw_taylor_pi(space, y);
        break;
    case NW_DO_X:
    case NW_DO_I:
        nw_taylor_input(space, y, nw_instruction_input(code, m1));
        break;
    case NW_DO_ADD:
        nw_taylor_add(space, y, a, b);
        break;
    case NW_DO_SUBTRACT:
        nw_taylor_subtract(space, y, a, b);
        break;
    case NW_DO_MULTIPLY:
        nw_taylor_multiply(space, y, a, b);
        break;
    case NW_DO_DIVIDE:
        nw_taylor_apply(space, room, &reciprocal, b);
        nw_taylor_multiply(space, y, a, room);
        break;
    case NW_DO_NEGATE:
        nw_taylor_scale(space, y, -1, a);
        break;
    case NW_DO_POWER:
        nw_taylor_apply(space, y, &power, a);
        break;
    case NW_DO_SIN:
        nw_taylor_apply(space, y, &sine, a);
        break;
    case NW_DO_COS:
        nw_taylor_apply(space, y, &cosine, a);
        break;
    case NW_DO_EXP:
        nw_taylor_apply(space, y, &exponential, a);
        break;
    case NW_DO_TANH:
        nw_taylor_apply(space, y, &tangent, a);
        break;
    case NW_DO_ABS:
        nw_taylor_apply(space, y, &absolute, a);
        break;
    case NW_DO_MIN:
        taylor_extreme(space, y, a, b, room, -1);
        break;
    case NW_DO_MAX:
        taylor_extreme(space, y, a, b, room, 1);
        break;
    }
}

void nw_expression_taylor(nw_space *space, nw_register out, const nw_expression *expression, int m1)
{
    size_t mark = nw_taylor_mark(space), count = expression->count;
    nw_register first = nw_taylor_registers(space, count + 1), room = first + count;
    for (size_t i = 0; i < count; i++) {
        const nw_instruction *code = &expression->code[i];
        taylor_step(space, first + i, code, first + code->a, first + code->b, room, m1);
    }
    nw_taylor_copy(space, out, first + count - 1);
    nw_taylor_release(space, mark);
}
