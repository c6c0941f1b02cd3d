/* The random families: what is drawn, in which order, from the stream (seed, 0, 0). */
#include <gsl/gsl_randist.h>

#include "base/random.h"
#include "target/ridges.h"

static double normal(gsl_rng *rng, double scale)
{
    return gsl_ran_gaussian_ziggurat(rng, scale);
}

static double phase(gsl_rng *rng)
{
    return 6.283185307179586 * gsl_rng_uniform(rng);
}

static void read_shape(nw_target *target, const nw_word *word)
{
    target->order = (int)nw_word_integer(word, "r");
    target->inputs = target->m1 = (int)nw_word_integer(word, "n");
}

static nw_status read_two_sides(nw_target *target, const nw_word *word, nw_error *error)
{
    long m1 = nw_word_integer(word, "m1"), m2 = nw_word_integer(word, "m2");
    if (m1 + m2 > NW_MOST_INPUTS)
        return nw_fail(error, NW_BAD_INPUT, "target %s: m1=%ld and m2=%ld are %ld inputs, and %d is the most",
                       target->family->name, m1, m2, m1 + m2, NW_MOST_INPUTS);
    target->order = (int)nw_word_integer(word, "r");
    target->m1 = (int)m1;
    target->inputs = (int)(m1 + m2);
    return NW_OK;
}

/* A term: coefficient normal, frequencies uniform until one is not 0, phase uniform in [0, 2 pi). */
nw_status nw_trig_build(nw_target *target, nw_word *word, nw_error *error)
{
    (void)error;
    read_shape(target, word);
    unsigned long degree = (unsigned long)nw_word_integer(word, "degree");
    nw_ridges *ridges = nw_ridges_new((size_t)nw_word_integer(word, "terms"), 1);
    target->ridges = ridges;
    ridges->pi = true;
    gsl_rng *rng = nw_random_stream(nw_word_seed(word, "seed"), 0, 0);
    for (size_t t = 0; t < ridges->terms; t++) {
        nw_ridge *ridge = &ridges->ridge[t];
        ridge->function = NW_FUNCTION_COS;
        ridge->coefficient = normal(rng, 1);
        bool zero = true;
        while (zero)
            for (int axis = 0; axis < target->inputs; axis++) {
                ridge->slope[axis] = (double)gsl_rng_uniform_int(rng, 2 * degree + 1) - (double)degree;
                zero = zero && ridge->slope[axis] == 0;
            }
        ridge->offset = phase(rng);
    }
    gsl_rng_free(rng);
    return NW_OK;
}

/* coefficient 1, slope and offset normal * scale, on the inputs first..last-1. */
static void draw_tanh(nw_ridge *ridge, gsl_rng *rng, int first, int last, double scale)
{
    ridge->function = NW_FUNCTION_TANH;
    ridge->coefficient = 1;
    for (int axis = first; axis < last; axis++)
        ridge->slope[axis] = normal(rng, scale);
    ridge->offset = normal(rng, scale);
}

/* A unit: weights, bias, then its weight in the output, normal. */
nw_status nw_tanhnet_build(nw_target *target, nw_word *word, nw_error *error)
{
    (void)error;
    read_shape(target, word);
    double scale = nw_word_number(word, "scale");
    nw_ridges *ridges = nw_ridges_new((size_t)nw_word_integer(word, "width"), 1);
    target->ridges = ridges;
    gsl_rng *rng = nw_random_stream(nw_word_seed(word, "seed"), 0, 0);
    for (size_t t = 0; t < ridges->terms; t++) {
        draw_tanh(&ridges->ridge[t], rng, 0, target->inputs, scale);
        ridges->ridge[t].coefficient = normal(rng, 1);
    }
    gsl_rng_free(rng);
    return NW_OK;
}

/* A term: the factor of x, then that of I; a factor: cos or tanh by a coin, its slopes and offset (for cos a phase),
 * its coefficient. */
nw_status nw_product_build(nw_target *target, nw_word *word, nw_error *error)
{
    nw_status status = read_two_sides(target, word, error);
    if (status != NW_OK)
        return status;
    double scale = nw_word_number(word, "scale");
    nw_ridges *ridges = nw_ridges_new((size_t)nw_word_integer(word, "terms"), 2);
    target->ridges = ridges;
    gsl_rng *rng = nw_random_stream(nw_word_seed(word, "seed"), 0, 0);
    for (size_t i = 0; i < 2 * ridges->terms; i++) {
        nw_ridge *ridge = &ridges->ridge[i];
        bool cosine = gsl_rng_uniform_int(rng, 2) == 0;
        draw_tanh(ridge, rng, i % 2 == 0 ? 0 : target->m1, i % 2 == 0 ? target->m1 : target->inputs, scale);
        if (cosine) {
            ridge->function = NW_FUNCTION_COS;
            ridge->offset = phase(rng);
        }
        ridge->coefficient = normal(rng, 1);
    }
    gsl_rng_free(rng);
    return NW_OK;
}

/* A unit of h: its weights and bias, then its weight in every output: sum_i x_i h_i(I) = sum over units of
 * (weights . x) tanh(..). */
nw_status nw_inner_build(nw_target *target, nw_word *word, nw_error *error)
{
    nw_status status = read_two_sides(target, word, error);
    if (status != NW_OK)
        return status;
    double scale = nw_word_number(word, "scale");
    nw_ridges *ridges = nw_ridges_new((size_t)nw_word_integer(word, "width"), 2);
    target->ridges = ridges;
    gsl_rng *rng = nw_random_stream(nw_word_seed(word, "seed"), 0, 0);
    for (size_t t = 0; t < ridges->terms; t++) {
        nw_ridge *outputs = &ridges->ridge[2 * t], *unit = outputs + 1;
        draw_tanh(unit, rng, target->m1, target->inputs, scale);
        outputs->function = NW_FUNCTION_IDENTITY;
        outputs->coefficient = 1;
        for (int axis = 0; axis < target->m1; axis++)
            outputs->slope[axis] = normal(rng, 1);
    }
    gsl_rng_free(rng);
    return NW_OK;
}
