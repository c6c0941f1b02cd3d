#include "audit/bias.h"

#include "rational.h"

void nw_bias_bound(fmpq_t b, fmpq_t hidden, nw_bias_form form, const fmpq_t t, slong m1, const fmpq_t c, slong w,
                   slong layers)
{
    fmpq_t a, cw, term, one;
    fmpq_init(a);
    fmpq_init(cw);
    fmpq_init(term);
    fmpq_init(one);
    fmpq_set_si(one, 1, 1);
    nw_rational_mul_si(cw, c, w);
    fmpq_set_si(a, m1, 1);
    fmpq_zero(b);
    for (slong i = 1; i <= layers; i++) {
        fmpq_add(term, b, b);
        fmpq_add(term, term, form == NW_BIAS_JOINT && fmpq_cmp(a, one) < 0 ? one : a);
        if (form == NW_BIAS_CORRECTED)
            fmpq_add(term, term, one);
        fmpq_mul(b, cw, term);
        if (form == NW_BIAS_PAPER)
            fmpq_add(b, b, t);
        if (i == 1 && hidden != NULL)
            fmpq_set(hidden, b);
        fmpq_add(a, a, one);
        fmpq_mul(a, cw, a);
    }
    fmpq_clear(a);
    fmpq_clear(cw);
    fmpq_clear(term);
    fmpq_clear(one);
}

/* ---- the example ---- */

/* relu(c P + c P) = 2 c P and c P 2 c P for P >= 0. */
static void example_at(fmpq_t hidden, fmpq_t output, const fmpq_t c, const fmpq_t p)
{
    fmpq_mul(output, c, p);
    nw_rational_mul_si(hidden, output, 2);
    fmpq_mul(output, output, hidden);
}

void nw_bias_example(fmpq_t hidden, fmpq_t output, const fmpq_t c, const fmpq_t e)
{
    fmpq_t p, other_hidden, other_output;
    fmpq_init(p);
    fmpq_init(other_hidden);
    fmpq_init(other_output);
    fmpq_set_si(p, 1, 1);
    example_at(other_hidden, other_output, c, p);
    fmpq_add(p, p, e);
    example_at(hidden, output, c, p);
    fmpq_sub(hidden, hidden, other_hidden);
    fmpq_sub(output, output, other_output);
    fmpq_div(hidden, hidden, e);
    fmpq_div(output, output, e);
    fmpq_clear(p);
    fmpq_clear(other_hidden);
    fmpq_clear(other_output);
}

/* ---- networks that are drawn ---- */

enum { UNITS = 2, MOST_LAYERS = 4, MOST_THETA = MOST_LAYERS * UNITS * (UNITS + 1), GRAIN = 64 };

typedef struct parameters {
    fmpq entries[MOST_THETA];
    size_t count;
} parameters;

static void parameters_init(parameters *theta, slong m1, slong layers)
{
    theta->count = (size_t)(UNITS * (m1 + 1) + (layers - 2) * UNITS * (UNITS + 1) + UNITS);
    for (size_t i = 0; i < theta->count; i++)
        fmpq_init(&theta->entries[i]);
}

static void parameters_clear(parameters *theta)
{
    for (size_t i = 0; i < theta->count; i++)
        fmpq_clear(&theta->entries[i]);
}

/* A multiple of 1/GRAIN in [-1, 1]; the ends often. */
static slong draw_grain(gsl_rng *rng)
{
    slong k = (slong)gsl_rng_uniform_int(rng, 4 * GRAIN + 1) - 2 * GRAIN;
    return k > GRAIN ? GRAIN : k < -GRAIN ? -GRAIN : k;
}

/* One column of W: |entries| sum to c exactly, spread over a few places that are drawn with repetition. */
static void draw_column(parameters *column, gsl_rng *rng, const fmpq_t c)
{
    enum { MOST_PLACES = 6 };
    fmpq_t part;
    fmpq_init(part);
    ulong places = 1 + gsl_rng_uniform_int(rng, MOST_PLACES);
    for (ulong i = 0; i < places; i++) {
        fmpq *entry = &column->entries[gsl_rng_uniform_int(rng, column->count)];
        int sign = fmpq_sgn(entry) != 0 ? fmpq_sgn(entry) : gsl_rng_uniform_int(rng, 2) == 0 ? -1 : 1;
        fmpq_set_si(part, sign, places);
        fmpq_mul(part, part, c);
        fmpq_add(entry, entry, part);
    }
    fmpq_clear(part);
}

/* y = W x + b, clipped below at 0 where it is hidden; takes its parameters from *next. */
static void layer(fmpq *y, const fmpq *x, const fmpq **next, slong units, slong inputs, bool hidden)
{
    for (slong i = 0; i < units; i++) {
        fmpq_zero(&y[i]);
        for (slong j = 0; j < inputs; j++)
            fmpq_addmul(&y[i], (*next)++, &x[j]);
        if (hidden)
            fmpq_add(&y[i], &y[i], (*next)++);
        if (hidden && fmpq_sgn(&y[i]) < 0)
            fmpq_zero(&y[i]);
    }
}

static void evaluate(fmpq_t output, const parameters *theta, const fmpq *x, slong m1, slong layers)
{
    fmpq values[2][UNITS];
    const fmpq *next = theta->entries;
    for (int i = 0; i < 2 * UNITS; i++)
        fmpq_init(&values[i / UNITS][i % UNITS]);
    layer(values[0], x, &next, UNITS, m1, true);
    for (slong i = 2; i < layers; i++)
        layer(values[(i + 1) % 2], values[i % 2], &next, UNITS, UNITS, true);
    layer(output, values[layers % 2], &next, 1, UNITS, false);
    for (int i = 0; i < 2 * UNITS; i++)
        fmpq_clear(&values[i / UNITS][i % UNITS]);
}

void nw_bias_draw(fmpq_t output, gsl_rng *rng, slong m1, const fmpq_t c, slong w, slong layers, const fmpq_t e)
{
    parameters before, after, column;
    fmpq x[UNITS];
    fmpq_t p, moved, other;
    fmpq_init(p);
    fmpq_init(moved);
    fmpq_init(other);
    parameters_init(&before, m1, layers);
    parameters_init(&after, m1, layers);
    for (slong j = 0; j < m1; j++) {
        fmpq_init(&x[j]);
        fmpq_set_si(&x[j], draw_grain(rng), GRAIN);
    }
    for (slong i = 0; i < w; i++) {
        parameters_init(&column, m1, layers);
        draw_column(&column, rng, c);
        fmpq_set_si(p, draw_grain(rng), GRAIN);
        fmpq_set_si(moved, draw_grain(rng), GRAIN);
        fmpq_mul(moved, moved, e);
        fmpq_add(moved, moved, p);
        for (size_t k = 0; k < column.count; k++) {
            fmpq_addmul(&before.entries[k], &column.entries[k], p);
            fmpq_addmul(&after.entries[k], &column.entries[k], moved);
        }
        parameters_clear(&column);
    }
    evaluate(output, &after, x, m1, layers);
    evaluate(other, &before, x, m1, layers);
    fmpq_sub(output, output, other);
    fmpq_abs(output, output);
    fmpq_div(output, output, e);
    for (slong j = 0; j < m1; j++)
        fmpq_clear(&x[j]);
    parameters_clear(&before);
    parameters_clear(&after);
    fmpq_clear(p);
    fmpq_clear(moved);
    fmpq_clear(other);
}
