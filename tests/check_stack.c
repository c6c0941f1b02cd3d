/* train/stack.h, and what it is made of: products (train/product.h), units (train/units.h), rows (train/rows.h). */
#include "train/stack.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "check_common.h"
#include "train/product.h"
#include "train/rows.h"
#include "train/units.h"

/* An assertion of Check's writes to a file each time. */
#define expect(holds, ...)                                                                                             \
    do {                                                                                                               \
        if (!(holds))                                                                                                  \
            ck_abort_msg(__VA_ARGS__);                                                                                 \
    } while (0)

static void fill(float *x, size_t count, gsl_rng *rng, double size)
{
    for (size_t i = 0; i < count; i++)
        x[i] = (float)(size * (2 * gsl_rng_uniform(rng) - 1));
}

/* ---- products ---- */

typedef struct matrix {
    float *block; /* exactly as long as its entries reach: a sanitizer sees the rest */
    nw_factor factor;
} matrix;

static matrix make_matrix(size_t rows, size_t columns, bool turned, gsl_rng *rng)
{
    size_t height = turned ? columns : rows, width = turned ? rows : columns;
    size_t leading = width + (size_t)ct_between(rng, 0, 3);
    size_t count = (height - 1) * leading + width;
    matrix m = {nw_alloc(count, sizeof(float)), {NULL, leading, turned}};
    fill(m.block, count, rng, 1);
    m.factor.entries = m.block;
    return m;
}

static double entry(nw_factor m, size_t r, size_t c)
{
    return m.turned ? m.entries[c * m.leading + r] : m.entries[r * m.leading + c];
}

static void check_product(size_t rows, size_t inner, size_t columns, gsl_rng *rng)
{
    for (int turns = 0; turns < 16; turns++) {
        matrix a = make_matrix(rows, inner, turns % 2 == 1, rng);
        matrix b = make_matrix(inner, columns, turns / 2 % 2 == 1, rng);
        size_t leading = columns + (size_t)ct_between(rng, 0, 3), count = (rows - 1) * leading + columns;
        float *out = nw_alloc(count, sizeof *out), *before = nw_alloc(count, sizeof *before);
        fill(out, count, rng, 1);
        memcpy(before, out, count * sizeof *out);
        nw_product p = {rows, inner, columns, a.factor, b.factor, -0.75F, turns / 4 % 2 == 1};
        (turns < 8 ? nw_product_into : nw_product_blas)(out, leading, &p);
        for (size_t k = 0; k < count; k++) {
            size_t r = k / leading, c = k % leading;
            if (c >= columns) {
                expect(out[k] == before[k], "%zu x %zu x %zu writes between its rows", rows, inner, columns);
                continue;
            }
            double expected = p.add ? before[k] : 0, size = fabs(expected);
            for (size_t i = 0; i < inner; i++) {
                expected -= 0.75 * entry(a.factor, r, i) * entry(b.factor, i, c);
                size += fabs(entry(a.factor, r, i) * entry(b.factor, i, c));
            }
            expect(fabs(out[k] - expected) <= 1e-6 * size + 1e-7, "%zu x %zu x %zu, turns %d: (%zu, %zu)", rows,
                   inner, columns, turns, r, c);
        }
        free(a.block);
        free(b.block);
        free(out);
        free(before);
    }
}

START_TEST(products)
{
    gsl_rng *rng = ct_rng("products");
    for (int round = 0; round < 30; round++)
        check_product((size_t)ct_between(rng, 1, 30), (size_t)ct_between(rng, 1, 40), (size_t)ct_between(rng, 1, 70),
                      rng);
    check_product(13, 600, 35, rng);
    check_product(3, 33, 290, rng);
    check_product(40, 17, 129, rng);
    check_product(100, 50, 1, rng);
    check_product(1, 257, 113, rng);
    gsl_rng_free(rng);
}
END_TEST

/* ---- units ---- */

static double unit_value(nw_activation unit, double t, double *slope)
{
    double y = t;
    *slope = 1;
    switch (unit) {
    case NW_TANH:
        y = tanh(t);
        *slope = 1 / pow(cosh(t), 2);
        break;
    case NW_LOGISTIC:
        y = 1 / (1 + exp(-t));
        *slope = y / (1 + exp(t));
        break;
    case NW_ARCTAN:
        y = atan(t);
        *slope = 1 / (1 + t * t);
        break;
    case NW_CRELU:
        y = fmin(fmax(t, 0), 1);
        *slope = t > 0 && t < 1;
        break;
    case NW_RELU:
        y = fmax(t, 0);
        *slope = t > 0;
        break;
    case NW_ELU:
        y = t >= 0 ? t : expm1(t);
        *slope = t >= 0 ? 1 : exp(t);
        break;
    default:
        break;
    }
    return y;
}

START_TEST(units)
{
    enum { COUNT = 4003 };
    gsl_rng *rng = ct_rng("units");
    float *t = nw_alloc(COUNT, sizeof *t), *y = nw_alloc(COUNT, sizeof *y), *signal = nw_alloc(COUNT, sizeof *signal);
    for (int unit = 0; unit < NW_ACTIVATION_COUNT; unit++) {
        for (size_t i = 0; i < COUNT; i++) {
            double size = pow(10, -6 + 7.8 * gsl_rng_uniform(rng));
            y[i] = t[i] = (float)(i == 0 ? 0 : i % 2 == 0 ? size : -size);
            signal[i] = 3;
        }
        nw_units_apply((nw_activation)unit, y, COUNT);
        nw_units_times_slope((nw_activation)unit, signal, y, COUNT);
        for (size_t i = 0; i < COUNT; i++) {
            double slope, expected = unit_value((nw_activation)unit, t[i], &slope);
            expect(fabs(y[i] - expected) <= 1e-6 * fabs(expected) + 1e-37, "%s(%.9g) = %.9g, not %.9g",
                   nw_activation_words[unit], t[i], y[i], expected);
            /* The slope is told by a rounded value: 1 - y has an error of half a unit of 1. */
            expect(fabs(signal[i] / 3 - slope) <= 3e-7, "%s'(%.9g) = %.9g, not %.9g", nw_activation_words[unit],
                   t[i], signal[i] / 3, slope);
        }
    }
    free(t);
    free(y);
    free(signal);
    gsl_rng_free(rng);
}
END_TEST

START_TEST(units_at_the_ends)
{
    for (int unit = 0; unit < NW_ACTIVATION_COUNT; unit++) {
        float values[40], slope;
        for (size_t i = 0; i < 40; i++)
            values[i] = i % 3 == 0 ? NAN : i % 3 == 1 ? INFINITY : -INFINITY;
        nw_units_apply((nw_activation)unit, values, 40);
        for (size_t i = 0; i < 40; i++) {
            double unused, expected = unit_value((nw_activation)unit, i % 3 == 1 ? INFINITY : -INFINITY, &unused);
            expect(i % 3 == 0 ? isnan(values[i]) : values[i] == (float)expected ||
                   fabs(values[i] - expected) <= 1e-6, "%s at %zu: %g", nw_activation_words[unit], i, values[i]);
        }
        float zero = 0;
        slope = 1;
        nw_units_apply((nw_activation)unit, &zero, 1);
        nw_units_times_slope((nw_activation)unit, &slope, &zero, 1);
        double expected;
        unit_value((nw_activation)unit, 0, &expected);
        ck_assert(slope == (float)expected);
    }
}
END_TEST

/* ---- rows ---- */

START_TEST(rows)
{
    gsl_rng *rng = ct_rng("rows");
    for (int round = 0; round < 100; round++) {
        size_t count = (size_t)ct_between(rng, 1, 9), width = (size_t)ct_between(rng, 1, 70);
        size_t apart = (size_t)ct_between(rng, 1, 3);
        float *a = nw_alloc(count * width, sizeof *a), *b = nw_alloc(count * width, sizeof *b);
        float *c = nw_alloc(count * width, sizeof *c), *dots = nw_alloc(count * apart, sizeof *dots);
        float *sum = nw_alloc(width, sizeof *sum);
        fill(a, count * width, rng, 1);
        fill(b, count * width, rng, 1);
        nw_rows_dots(dots, apart, a, b, count, width);
        for (size_t r = 0; r < count; r++) {
            double expected = 0;
            for (size_t k = 0; k < width; k++)
                expected += (double)a[r * width + k] * b[r * width + k];
            ck_assert_double_eq_tol(dots[r * apart], expected, 1e-5);
        }
        nw_rows_fill(c, count, width, a);
        nw_rows_add(c, dots, apart, b, count, width);
        for (size_t k = 0; k < count * width; k++)
            ck_assert_double_eq_tol(c[k], a[k % width] + (double)dots[k / width * apart] * b[k], 1e-5);
        size_t kept = 0, last = (size_t)ct_between(rng, 0, (slong)count - 1);
        dots[last * apart] = 0;
        for (size_t scaled = 0; scaled < 2; scaled++) {
            size_t picked = (scaled == 0 ? nw_rows_pick : nw_rows_pick_scaled)(c, dots, apart, b, count, width);
            kept = 0;
            for (size_t r = 0; r < count; r++) {
                float factor = dots[r * apart];
                for (size_t k = 0; k < width && factor != 0; k++)
                    ck_assert(c[kept * width + k] == (scaled == 0 ? 1 : factor) * b[r * width + k]);
                kept += factor != 0;
            }
            ck_assert_uint_eq(picked, kept);
        }
        ck_assert(kept < count);
        memcpy(sum, a, width * sizeof *sum);
        nw_rows_total(sum, b, count, width, -2);
        for (size_t k = 0; k < width; k++) {
            double expected = a[k];
            for (size_t r = 0; r < count; r++)
                expected -= 2.0 * b[r * width + k];
            ck_assert_double_eq_tol(sum[k], expected, 1e-5);
        }
        nw_rows_fill(c, count, width, NULL);
        for (size_t k = 0; k < count * width; k++)
            ck_assert(c[k] == 0);
        free(a);
        free(b);
        free(c);
        free(dots);
        free(sum);
    }
    gsl_rng_free(rng);
}
END_TEST

/* ---- stacks ---- */

static nw_stack random_stack(gsl_rng *rng)
{
    static const nw_activation kinds[] = {NW_TANH, NW_LOGISTIC, NW_RELU, NW_ELU, NW_IDENTITY};
    nw_stack stack = {.layers = (size_t)ct_between(rng, 1, 5), .biases = ct_between(rng, 0, 1) == 1};
    for (size_t k = 0; k <= stack.layers; k++)
        stack.sizes[k] = (size_t)ct_between(rng, 1, 7);
    for (size_t k = 0; k < stack.layers; k++)
        stack.units[k] = kinds[ct_between(rng, 0, 4)];
    return stack;
}

/* One sample through the stack in double precision. */
static void run(double *outputs, const nw_stack *stack, const double *p, const double *inputs)
{
    double values[2][8], unused;
    memcpy(values[0], inputs, stack->sizes[0] * sizeof(double));
    for (size_t k = 0; k < stack->layers; k++) {
        const double *in = values[k % 2];
        double *out = values[(k + 1) % 2];
        for (size_t r = 0; r < stack->sizes[k + 1]; r++) {
            double sum = stack->biases ? p[stack->sizes[k + 1] * stack->sizes[k] + r] : 0;
            for (size_t c = 0; c < stack->sizes[k]; c++)
                sum += p[r * stack->sizes[k] + c] * in[c];
            out[r] = unit_value(stack->units[k], sum, &unused);
        }
        p += stack->sizes[k + 1] * (stack->sizes[k] + (stack->biases ? 1 : 0));
    }
    memcpy(outputs, values[stack->layers % 2], stack->sizes[stack->layers] * sizeof(double));
}

static double run_all(const nw_stack *stack, const double *p, const double *x, const float *signal, size_t samples)
{
    double sum = 0, y[8];
    size_t in = stack->sizes[0], out = stack->sizes[stack->layers];
    for (size_t s = 0; s < samples; s++) {
        run(y, stack, p, x + s * in);
        for (size_t o = 0; o < out; o++)
            sum += y[o] * signal[s * out + o];
    }
    return sum;
}

static double slope_at(double *place, const nw_stack *stack, const double *p, const double *x, const float *signal,
                       size_t samples)
{
    double at = *place, step = 1e-6;
    *place = at + step;
    double up = run_all(stack, p, x, signal, samples);
    *place = at - step;
    double down = run_all(stack, p, x, signal, samples);
    *place = at;
    return (up - down) / (2 * step);
}

START_TEST(stacks)
{
    gsl_rng *rng = ct_rng("stacks");
    for (int round = 0; round < 50; round++) {
        nw_stack stack = random_stack(rng);
        size_t most = (size_t)ct_between(rng, 1, 6), samples = (size_t)ct_between(rng, 1, (slong)most);
        size_t in = stack.sizes[0], out = stack.sizes[stack.layers], count = nw_stack_parameters(&stack);
        float *p = nw_alloc(count, sizeof *p), *x = nw_alloc(samples * in, sizeof *x);
        float *signal = nw_alloc(samples * out, sizeof *signal), *kept = nw_alloc(samples * out, sizeof *kept);
        float *back = nw_alloc(samples * in, sizeof *back), *gradient = nw_alloc(count, sizeof *gradient);
        double *exact = nw_alloc(count, sizeof *exact), *exact_x = nw_alloc(samples * in, sizeof *exact_x), y[8];
        nw_stack_start(p, &stack, NW_START_FAN_IN, rng);
        fill(x, samples * in, rng, 1.5);
        fill(kept, samples * out, rng, 1);
        for (size_t k = 0; k < count; k++)
            exact[k] = p[k];
        for (size_t k = 0; k < samples * in; k++)
            exact_x[k] = x[k];
        nw_stack_work *work = nw_stack_work_new(&stack, most);
        const float *outputs = nw_stack_forward(work, p, x, samples);
        for (size_t s = 0; s < samples; s++) {
            run(y, &stack, exact, exact_x + s * in);
            for (size_t o = 0; o < out; o++)
                ck_assert_double_eq_tol(outputs[s * out + o], y[o], 2e-6);
        }
        memcpy(signal, kept, samples * out * sizeof *signal);
        nw_stack_backward(work, p, signal, gradient, 1, back);
        for (size_t k = 0; k < samples * in; k++)
            ck_assert_double_eq_tol(back[k], slope_at(exact_x + k, &stack, exact, exact_x, kept, samples), 1e-5);
        for (size_t k = 0; k < count; k++)
            ck_assert_double_eq_tol(gradient[k], slope_at(exact + k, &stack, exact, exact_x, kept, samples), 1e-5);
        /* In place, and without the inputs' share. */
        nw_stack_forward(work, p, x, samples);
        memcpy(signal, kept, samples * out * sizeof *signal);
        nw_stack_backward(work, p, signal, p, -0.5F, NULL);
        for (size_t k = 0; k < count; k++)
            ck_assert_double_eq_tol(p[k], exact[k] - 0.5 * gradient[k], 2e-6);
        nw_stack_work_free(work);
        free(p);
        free(x);
        free(signal);
        free(kept);
        free(back);
        free(gradient);
        free(exact);
        free(exact_x);
    }
    nw_stack_work_free(NULL);
    gsl_rng_free(rng);
}
END_TEST

/* ---- starts ---- */

/* Within five standard deviations of the moments of a uniform draw. */
static void check_uniform(const float *values, size_t count, double bound)
{
    double mean = 0, square = 0;
    for (size_t k = 0; k < count; k++) {
        expect(fabsf(values[k]) <= (float)bound, "%g is beyond %g", values[k], bound);
        mean += values[k] / bound / (double)count;
        square += pow(values[k] / bound, 2) / (double)count;
    }
    double root = sqrt((double)count);
    expect(fabs(mean) < 5 / sqrt(3) / root, "mean %g of %zu", mean, count);
    expect(fabs(square - 1.0 / 3) < 5 * sqrt(4.0 / 45) / root, "square %g of %zu", square, count);
}

START_TEST(starts)
{
    nw_stack stack = {.layers = 2, .sizes = {90, 60, 50}, .units = {NW_RELU, NW_IDENTITY}, .biases = true};
    ck_assert_uint_eq(nw_stack_weights(&stack), 90 * 60 + 60 * 50);
    ck_assert_uint_eq(nw_stack_parameters(&stack), 91 * 60 + 61 * 50);
    size_t count = nw_stack_parameters(&stack);
    float *p = nw_alloc(count, sizeof *p);
    for (int start = NW_START_FAN_IN; start <= NW_START_UNIT; start++) {
        gsl_rng *rng = ct_rng("starts");
        nw_stack_start(p, &stack, (nw_start)start, rng);
        const float *layer = p;
        for (size_t k = 0; k < 2; k++) {
            size_t in = stack.sizes[k], out = stack.sizes[k + 1];
            const float *biases = layer + in * out;
            if (start != NW_START_UNIT)
                check_uniform(layer, in * out, sqrt((start == NW_START_HE ? 6.0 : 1.0) / (double)in));
            for (size_t r = 0; r < out && start == NW_START_UNIT; r++) {
                double square = 0;
                for (size_t c = 0; c < in; c++)
                    square += pow(layer[r * in + c], 2);
                ck_assert_double_eq_tol(square, 1, 1e-6);
            }
            if (start != NW_START_HE)
                check_uniform(biases, out, 1 / sqrt((double)in));
            for (size_t r = 0; r < out && start == NW_START_HE; r++)
                ck_assert(biases[r] == 0);
            layer = biases + out;
        }
        gsl_rng_free(rng);
    }
    stack.biases = false;
    ck_assert_uint_eq(nw_stack_parameters(&stack), nw_stack_weights(&stack));
    free(p);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("stack");
    TCase *tests = ct_case(suite, "parts");
    tcase_add_test(tests, products);
    tcase_add_test(tests, units);
    tcase_add_test(tests, units_at_the_ends);
    tcase_add_test(tests, rows);
    tests = ct_case(suite, "stack");
    tcase_add_test(tests, stacks);
    tcase_add_test(tests, starts);
    return ct_main(suite);
}
