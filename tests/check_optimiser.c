/* The methods of descent against the same formulas in double, from the gradients that the models give; by hand on a
 * model of two weights; and what must not change a step. */
#include "train/optimiser.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "check_common.h"

enum { SAMPLES = 8, TASKS = 4, X = 5, TASK = 3, OUTPUTS = 2, STEPS = 12 };

static const nw_model_spec specs[] = {
    {.kind = NW_MODEL_PLAIN, .x_size = X, .outputs = OUTPUTS, .hidden = 7, .unit = NW_TANH, .biases = true},
    {.kind = NW_MODEL_HYPER, .x_size = X, .i_size = TASK, .outputs = OUTPUTS, .hidden = 4, .unit = NW_ELU,
     .inner_layers = 3, .inner = {6, 5}, .inner_unit = NW_TANH, .biases = true},
    {.kind = NW_MODEL_EMBEDDING, .x_size = X, .i_size = TASK, .outputs = OUTPUTS, .hidden = 4, .unit = NW_ELU,
     .inner_layers = 2, .inner = {6}, .inner_unit = NW_TANH, .embedding = 9, .biases = true},
};
enum { SPECS = sizeof specs / sizeof specs[0] };

typedef struct rule {
    nw_optimiser_kind kind;
    double rate, momentum;
} rule;
static const rule rules[] = {{NW_SGD, .05, 0}, {NW_SGD, .05, .5}, {NW_SGD, .02, .9}, {NW_ADAM, .01, 0},
                             {NW_ADADELTA, 1, 0}};
enum { RULES = sizeof rules / sizeof rules[0] };

/* A model with a batch that changes from step to step, and signals that depend on the outputs. */
typedef struct training {
    nw_model *model;
    nw_optimiser optimiser;
    gsl_rng *random;
    float x[SAMPLES * X], i[TASKS * TASK], signal[SAMPLES * OUTPUTS];
    nw_batch batch;
    double scale; /* of the signals */
} training;

static training *training_new(const nw_model_spec *spec, rule r)
{
    training *t = nw_alloc(1, sizeof *t);
    t->model = nw_model_new(spec, SAMPLES, TASKS);
    t->random = ct_rng("optimiser");
    nw_model_start(t->model, t->random);
    nw_optimiser_begin(&t->optimiser, r.kind, r.rate, r.momentum, nw_model_parameters(t->model));
    t->batch = (nw_batch){SAMPLES, spec->kind == NW_MODEL_PLAIN ? 1 : TASKS, t->x, t->i};
    t->scale = 1;
    return t;
}

static void training_free(training *t)
{
    nw_model_free(t->model);
    nw_optimiser_clear(&t->optimiser);
    gsl_rng_free(t->random);
    free(t);
}

static void draw_batch(training *t)
{
    for (size_t k = 0; k < SAMPLES * X; k++)
        t->x[k] = (float)(2 * gsl_rng_uniform(t->random) - 1);
    for (size_t k = 0; k < TASKS * TASK; k++)
        t->i[k] = (float)(2 * gsl_rng_uniform(t->random) - 1);
}

static void forward(training *t)
{
    const float *outputs = nw_model_forward(t->model, &t->batch);
    for (size_t k = 0; k < SAMPLES * OUTPUTS; k++)
        t->signal[k] = (float)t->scale * (outputs[k] - (k % OUTPUTS == 0 ? t->x[k / OUTPUTS * X] : 0.25f));
}

static void step(training *t)
{
    draw_batch(t);
    forward(t);
    nw_optimiser_step(&t->optimiser, t->model, &t->batch, t->signal);
}

/* ---- the formulas again ---- */

typedef struct reference {
    size_t count;
    double *values, *first, *second;
} reference;

static void reference_step(reference *r, rule method, const float *gradient, double t)
{
    for (size_t k = 0; k < r->count; k++) {
        double g = (double)gradient[k], *w = &r->values[k], *m = &r->first[k], *v = &r->second[k];
        if (method.kind == NW_SGD) {
            *m = method.momentum * *m + g;
            *w -= method.rate * *m;
        } else if (method.kind == NW_ADAM) {
            *m = .9 * *m + .1 * g;
            *v = .999 * *v + .001 * g * g;
            *w -= method.rate * (*m / (1 - pow(.9, t))) / (sqrt(*v / (1 - pow(.999, t))) + 1e-8);
        } else {
            *m = .9 * *m + .1 * g * g;
            double change = sqrt((*v + 1e-6) / (*m + 1e-6)) * g;
            *v = .9 * *v + .1 * change * change;
            *w -= method.rate * change;
        }
    }
}

static void follows_formulas(const nw_model_spec *spec, rule method)
{
    training *t = training_new(spec, method);
    size_t count = nw_model_parameters(t->model);
    reference r = {count, nw_alloc(count, sizeof(double)), nw_alloc(count, sizeof(double)),
                   nw_alloc(count, sizeof(double))};
    float *gradient = nw_alloc(count, sizeof *gradient);
    float *values = nw_model_values(t->model);
    for (size_t k = 0; k < count; k++)
        r.values[k] = (double)values[k];
    double moved = 0;
    for (int n = 1; n <= STEPS; n++) {
        draw_batch(t);
        forward(t);
        memset(gradient, 0, count * sizeof *gradient);
        nw_model_backward(t->model, &t->batch, t->signal, gradient, 1);
        reference_step(&r, method, gradient, n);
        forward(t);
        nw_optimiser_step(&t->optimiser, t->model, &t->batch, t->signal);
        for (size_t k = 0; k < count; k++) {
            ck_assert_msg(fabs((double)values[k] - r.values[k]) < 1e-6 * (1 + fabs(r.values[k])),
                          "%s, momentum %g, model %d, step %d, parameter %zu: %.9g, not %.9g",
                          nw_optimiser_words[method.kind], method.momentum, (int)spec->kind, n, k, (double)values[k],
                          r.values[k]);
            if (method.kind != NW_SGD) /* 1 - .999f is not .001 */
                ck_assert_msg(fabs((double)t->optimiser.second[k] - r.second[k]) <= 1e-5 * r.second[k],
                              "%s, step %d, parameter %zu: second %.9g, not %.9g", nw_optimiser_words[method.kind],
                              n, k, (double)t->optimiser.second[k], r.second[k]);
            moved = fmax(moved, fabs((double)gradient[k]));
        }
    }
    ck_assert_msg(moved > .01, "no gradient");
    ck_assert_uint_eq(t->optimiser.steps, STEPS);
    free(gradient), free(r.values), free(r.first), free(r.second);
    training_free(t);
}

START_TEST(steps_follow_the_formulas)
{
    follows_formulas(&specs[_i % SPECS], rules[_i / SPECS]);
}
END_TEST

/* ---- by hand ---- */

/* y = b a x with a = 2, b = 3 and x = 1; signal 1 gives the gradient (b, a). */
static void two_weights(float after[2], rule method, int steps)
{
    static const nw_model_spec spec = {.kind = NW_MODEL_PLAIN, .x_size = 1, .outputs = 1, .hidden = 1,
                                       .unit = NW_IDENTITY};
    static const float x[] = {1};
    nw_batch batch = {1, 1, x, NULL};
    nw_model *model = nw_model_new(&spec, 1, 1);
    nw_optimiser optimiser;
    nw_optimiser_begin(&optimiser, method.kind, method.rate, method.momentum, 2);
    float *values = nw_model_values(model);
    ck_assert_uint_eq(nw_model_parameters(model), 2);
    values[0] = 2;
    values[1] = 3;
    for (int n = 0; n < steps; n++) {
        float signal[] = {1};
        nw_model_forward(model, &batch);
        nw_optimiser_step(&optimiser, model, &batch, signal);
    }
    memcpy(after, values, 2 * sizeof *after);
    nw_optimiser_clear(&optimiser);
    nw_model_free(model);
}

static void ends_at(rule method, int steps, double a, double b)
{
    float after[2];
    two_weights(after, method, steps);
    ck_assert_msg(fabs((double)after[0] - a) < 1e-6 && fabs((double)after[1] - b) < 1e-6,
                  "%s, %d steps: %.9g %.9g, not %.9g %.9g", nw_optimiser_words[method.kind], steps, (double)after[0],
                  (double)after[1], a, b);
}

START_TEST(by_hand)
{
    /* a = 2 - .1 3, b = 3 - .1 2; then a = 1.7 - .1 2.8, b = 2.8 - .1 1.7. */
    ends_at((rule){NW_SGD, .1, 0}, 1, 1.7, 2.8);
    ends_at((rule){NW_SGD, .1, 0}, 2, 1.42, 2.63);
    /* v = (.5 3 + 2.8, .5 2 + 1.7) = (4.3, 2.7). */
    ends_at((rule){NW_SGD, .1, .5}, 2, 1.27, 2.53);
    /* v = (.5 4.3 + 2.53, .5 2.7 + 1.27) = (4.68, 2.62). */
    ends_at((rule){NW_SGD, .1, .5}, 3, .802, 2.268);
    /* The first step of Adam is the rate, whatever the gradient. */
    ends_at((rule){NW_ADAM, .01, 0}, 1, 1.99, 2.99);
    /* sqrt(1e-6 / (.1 9 + 1e-6)) 3, sqrt(1e-6 / (.1 4 + 1e-6)) 2: both sqrt(1e-5) to 1e-9. */
    ends_at((rule){NW_ADADELTA, 1, 0}, 1, 2 - .0031622759, 3 - .0031622737);
}
END_TEST

/* ---- what changes nothing ---- */

static float *trained(const nw_model_spec *spec, rule method, double scale, size_t *count)
{
    training *t = training_new(spec, method);
    t->scale = scale;
    for (int n = 0; n < STEPS; n++)
        step(t);
    *count = nw_model_parameters(t->model);
    float *values = nw_alloc(*count, sizeof *values);
    memcpy(values, nw_model_values(t->model), *count * sizeof *values);
    training_free(t);
    return values;
}

static void alike(const nw_model_spec *spec, rule one, double one_scale, rule other, double other_scale, double within)
{
    size_t count;
    float *a = trained(spec, one, one_scale, &count), *b = trained(spec, other, other_scale, &count);
    for (size_t k = 0; k < count; k++)
        ck_assert_msg(fabsf(a[k] - b[k]) <= (float)within, "model %d, parameter %zu: %.9g and %.9g", (int)spec->kind, k,
                      (double)a[k], (double)b[k]);
    free(a), free(b);
}

/* Half the signal and twice the rate: the same bits. */
START_TEST(rate_and_signal_trade)
{
    alike(&specs[_i], (rule){NW_SGD, .05, 0}, 1, (rule){NW_SGD, .1, 0}, .5, 0);
    alike(&specs[_i], (rule){NW_SGD, .05, .9}, 1, (rule){NW_SGD, .1, .9}, .5, 0);
}
END_TEST

/* Gradients that go straight into the parameters, and those that go through a velocity that forgets at once. */
START_TEST(no_momentum_is_little_momentum)
{
    alike(&specs[_i], (rule){NW_SGD, .05, 0}, 1, (rule){NW_SGD, .05, 1e-12}, 1, 2e-6);
}
END_TEST

/* Adam divides the size of the gradient out; Adadelta does not, nor does plain descent. */
START_TEST(adam_does_not_see_the_size_of_the_loss)
{
    alike(&specs[_i], (rule){NW_ADAM, .01, 0}, 1, (rule){NW_ADAM, .01, 0}, 64, 1e-4);
    size_t count;
    float *a = trained(&specs[_i], (rule){NW_ADAM, .01, 0}, 1, &count);
    float *b = trained(&specs[_i], (rule){NW_ADAM, .02, 0}, 1, &count);
    float apart = 0;
    for (size_t k = 0; k < count; k++)
        apart = fmaxf(apart, fabsf(a[k] - b[k]));
    ck_assert_msg(apart > .01f, "the rate changes nothing");
    free(a), free(b);
}
END_TEST

/* A parameter whose gradient is always zero stays where it is. */
START_TEST(nothing_moves_without_a_gradient)
{
    training *t = training_new(&specs[0], rules[_i]);
    size_t count = nw_model_parameters(t->model);
    float *before = nw_alloc(count, sizeof *before);
    memcpy(before, nw_model_values(t->model), count * sizeof *before);
    t->scale = 0;
    for (int n = 0; n < STEPS; n++)
        step(t);
    ck_assert_mem_eq(before, nw_model_values(t->model), count * sizeof *before);
    free(before);
    training_free(t);
}
END_TEST

/* ---- the struct ---- */

START_TEST(only_what_is_needed_is_had)
{
    nw_optimiser o;
    nw_optimiser_begin(&o, NW_SGD, .1, 0, 3);
    ck_assert(o.gradient == NULL && o.first == NULL && o.second == NULL && o.steps == 0 && o.count == 3);
    nw_optimiser_clear(&o);
    nw_optimiser_begin(&o, NW_SGD, .1, .5, 3);
    ck_assert(o.gradient == NULL && o.first != NULL && o.second == NULL);
    nw_optimiser_clear(&o);
    ck_assert_ptr_null(o.first);
    ck_assert_str_eq(nw_optimiser_words[NW_SGD], "sgd");
    ck_assert_str_eq(nw_optimiser_words[NW_ADAM], "adam");
    ck_assert_str_eq(nw_optimiser_words[NW_ADADELTA], "adadelta");
    ck_assert_ptr_null(nw_optimiser_words[NW_OPTIMISER_COUNT]);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("optimiser");
    TCase *tests = ct_case(suite, "steps");
    tcase_add_loop_test(tests, steps_follow_the_formulas, 0, SPECS * RULES);
    tcase_add_test(tests, by_hand);
    tcase_add_loop_test(tests, rate_and_signal_trade, 0, SPECS);
    tcase_add_loop_test(tests, no_momentum_is_little_momentum, 0, SPECS);
    tcase_add_loop_test(tests, adam_does_not_see_the_size_of_the_loss, 0, SPECS);
    tcase_add_loop_test(tests, nothing_moves_without_a_gradient, 0, RULES);
    tcase_add_test(tests, only_what_is_needed_is_had);
    return ct_main(suite);
}
