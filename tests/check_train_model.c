/* train/model.h against the same models written plainly in double precision, every sample's weights and e(I) formed. */
#include "train/model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "check_common.h"
#include "train/loss.h"

/* An assertion of Check's writes to a file each time. */
#define expect(holds, ...)                                                                                             \
    do {                                                                                                               \
        if (!(holds))                                                                                                  \
            ck_abort_msg(__VA_ARGS__);                                                                                 \
    } while (0)

/* ---- allocations are counted ---- */

static size_t allocations;

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)
enum { COUNTED = 1 };
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);

void *malloc(size_t size)
{
    allocations++;
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    allocations++;
    return __libc_calloc(count, size);
}

void *realloc(void *block, size_t size)
{
    allocations++;
    return __libc_realloc(block, size);
}
#else
enum { COUNTED = 0 };
#endif

/* ---- the plain models ---- */

static double unit_value(nw_activation unit, double t)
{
    switch (unit) {
    case NW_TANH:
        return tanh(t);
    case NW_LOGISTIC:
        return 1 / (1 + exp(-t));
    case NW_ARCTAN:
        return atan(t);
    case NW_CRELU:
        return fmin(fmax(t, 0), 1);
    case NW_RELU:
        return fmax(t, 0);
    case NW_ELU:
        return t >= 0 ? t : expm1(t);
    default:
        return t;
    }
}

/* y = unit(W x + b); b NULL: none. */
static void dense(double *y, const double *w, const double *b, size_t in, size_t out, const double *x,
                  nw_activation unit)
{
    for (size_t r = 0; r < out; r++) {
        double sum = b == NULL ? 0 : b[r];
        for (size_t c = 0; c < in; c++)
            sum += w[r * in + c] * x[c];
        y[r] = unit_value(unit, sum);
    }
}

/* f or e: returns where its parameters end. */
static const double *run_inner(double *y, const nw_model_spec *spec, size_t outputs, const double *p, const double *i)
{
    enum { WIDEST = 256 };
    double a[WIDEST], b[WIDEST];
    const double *from = i;
    size_t in = spec->i_size;
    for (size_t k = 0; k < spec->inner_layers; k++) {
        bool last = k + 1 == spec->inner_layers;
        size_t out = last ? outputs : spec->inner[k];
        ck_assert(last || out <= WIDEST);
        double *to = last ? y : from == a ? b : a;
        dense(to, p, spec->biases ? p + in * out : NULL, in, out, from, last ? NW_IDENTITY : spec->inner_unit);
        p += in * out + (spec->biases ? out : 0);
        from = to;
        in = out;
    }
    return p;
}

/* A network of one hidden layer; returns where its parameters end. */
static const double *run_shallow(double *y, const nw_model_spec *spec, size_t in, const double *p, const double *x,
                                 bool biases)
{
    double *hidden = nw_alloc(spec->hidden, sizeof *hidden);
    size_t h = spec->hidden;
    dense(hidden, p, biases ? p + h * in : NULL, in, h, x, spec->unit);
    p += h * in + (biases ? h : 0);
    dense(y, p, biases ? p + spec->outputs * h : NULL, h, spec->outputs, hidden, NW_IDENTITY);
    free(hidden);
    return p + spec->outputs * h + (biases ? spec->outputs : 0);
}

static void run_sample(double *y, const nw_model_spec *spec, const double *p, const double *x, const double *i,
                       size_t parameters)
{
    const double *end = p;
    if (spec->kind == NW_MODEL_PLAIN) {
        end = run_shallow(y, spec, spec->x_size, p, x, spec->biases);
    } else if (spec->kind == NW_MODEL_HYPER) {
        size_t weights = spec->hidden * (spec->x_size + spec->outputs);
        double *g = nw_alloc(weights, sizeof *g);
        end = run_inner(g, spec, weights, p, i);
        run_shallow(y, spec, spec->x_size, g, x, false);
        free(g);
    } else {
        size_t in = spec->x_size + spec->embedding, h = spec->hidden;
        const double *e = p + h * (in + spec->outputs) + (spec->biases ? h + spec->outputs : 0);
        double *both = nw_alloc(in, sizeof *both);
        memcpy(both, x, spec->x_size * sizeof *both);
        end = run_inner(both + spec->x_size, spec, spec->embedding, e, i);
        ck_assert(run_shallow(y, spec, in, p, both, spec->biases) == e);
        free(both);
    }
    ck_assert(end == p + parameters);
}

/* ---- one case: a model, a batch, and the same in double precision ---- */

typedef struct problem {
    nw_model_spec spec;
    nw_model *model;
    nw_batch batch;
    size_t count; /* parameters */
    float *signal, *x_room, *i_room;
    double *p, *x, *i;
} problem;

static void fill(float *values, double *exact, size_t count, gsl_rng *rng, double size)
{
    for (size_t k = 0; k < count; k++) {
        values[k] = (float)(size * (2 * gsl_rng_uniform(rng) - 1));
        if (exact != NULL)
            exact[k] = values[k];
    }
}

static problem make(nw_model_spec spec, size_t samples, size_t tasks, gsl_rng *rng)
{
    problem c = {.spec = spec, .batch = {.samples = samples, .tasks = tasks}};
    c.model = nw_model_new(&c.spec, samples, tasks);
    c.count = nw_model_parameters(c.model);
    c.p = nw_alloc(c.count, sizeof *c.p);
    c.x_room = nw_alloc(samples * spec.x_size, sizeof *c.x_room);
    c.x = nw_alloc(samples * spec.x_size, sizeof *c.x);
    c.i_room = nw_alloc(tasks * spec.i_size, sizeof *c.i_room);
    c.i = nw_alloc(tasks * spec.i_size, sizeof *c.i);
    c.signal = nw_alloc(samples * spec.outputs, sizeof *c.signal);
    nw_model_start(c.model, rng);
    for (size_t k = 0; k < c.count; k++)
        c.p[k] = nw_model_values(c.model)[k];
    fill(c.x_room, c.x, samples * spec.x_size, rng, 1.5);
    fill(c.i_room, c.i, tasks * spec.i_size, rng, 1.5);
    fill(c.signal, NULL, samples * spec.outputs, rng, 1);
    c.batch.x = c.x_room;
    c.batch.i = spec.kind == NW_MODEL_PLAIN ? NULL : c.i_room;
    return c;
}

static void clear(problem *c)
{
    nw_model_free(c->model);
    free(c->p);
    free(c->x_room);
    free(c->x);
    free(c->i_room);
    free(c->i);
    free(c->signal);
}

static void exact_outputs(double *y, const problem *c)
{
    size_t points = c->batch.samples / c->batch.tasks;
    for (size_t s = 0; s < c->batch.samples; s++)
        run_sample(y + s * c->spec.outputs, &c->spec, c->p, c->x + s * c->spec.x_size,
                   c->i + s / points * c->spec.i_size, c->count);
}

/* sum signal * outputs. */
static double exact_sum(const problem *c)
{
    size_t count = c->batch.samples * c->spec.outputs;
    double *y = nw_alloc(count, sizeof *y), sum = 0;
    exact_outputs(y, c);
    for (size_t k = 0; k < count; k++)
        sum += c->signal[k] * y[k];
    free(y);
    return sum;
}

/* into += scale * gradient; the signal is kept. */
static void backward(const problem *c, float *into, float scale)
{
    size_t count = c->batch.samples * c->spec.outputs;
    float *signal = nw_alloc(count, sizeof *signal);
    memcpy(signal, c->signal, count * sizeof *signal);
    nw_model_backward(c->model, &c->batch, signal, into, scale);
    free(signal);
}

static const char *named(const problem *c)
{
    static char text[160];
    static const char *const kinds[] = {"plain", "hyper", "embedding"};
    snprintf(text, sizeof text, "%s, %zu -> %zu %s -> %zu, %zu layers, E = %zu, biases %d, %zu samples of %zu tasks",
             kinds[c->spec.kind], c->spec.x_size, c->spec.hidden, nw_activation_words[c->spec.unit], c->spec.outputs,
             c->spec.inner_layers, c->spec.embedding, c->spec.biases, c->batch.samples, c->batch.tasks);
    return text;
}

static void check_outputs(const problem *c)
{
    size_t count = c->batch.samples * c->spec.outputs;
    double *y = nw_alloc(count, sizeof *y), size = 1;
    exact_outputs(y, c);
    for (size_t k = 0; k < count; k++)
        size = fmax(size, fabs(y[k]));
    const float *outputs = nw_model_forward(c->model, &c->batch);
    for (size_t k = 0; k < count; k++)
        expect(fabs(outputs[k] - y[k]) <= 1e-5 * size, "%s: output %zu is %g, not %g", named(c), k, outputs[k],
               y[k]);
    free(y);
}

/* A sum of the same gradients computed twice, added to what is there. */
static void check_into(const problem *c, const float *gradient)
{
    float *values = nw_model_values(c->model), *begun = nw_alloc(c->count, sizeof *begun);
    double size = 0;
    for (size_t k = 0; k < c->count; k++) {
        begun[k] = (float)k;
        size = fmax(size, fabs(gradient[k]));
    }
    backward(c, begun, -2);
    for (size_t k = 0; k < c->count; k++)
        expect(fabs(begun[k] - ((double)k - 2.0 * gradient[k])) <= 1e-5 * size + 2e-7 * (double)k,
               "%s: %zu: %g", named(c), k, begun[k]);
    nw_model_forward(c->model, &c->batch);
    backward(c, values, -0.25F);
    for (size_t k = 0; k < c->count; k++) {
        double expected = c->p[k] - 0.25 * gradient[k];
        expect(fabs(values[k] - expected) <= 1e-6 * (size + fabs(c->p[k])),
               "%s: in place, parameter %zu is %g, not %g", named(c), k, values[k], expected);
        values[k] = (float)c->p[k];
    }
    free(begun);
}

/* Every parameter's central difference. */
static void check_gradient(const problem *c)
{
    float *gradient = nw_alloc(c->count, sizeof *gradient);
    backward(c, gradient, 1);
    double *expected = nw_alloc(c->count, sizeof *expected), size = 0;
    for (size_t k = 0; k < c->count; k++) {
        double at = c->p[k], step = 1e-6;
        c->p[k] = at + step;
        double up = exact_sum(c);
        c->p[k] = at - step;
        expected[k] = (up - exact_sum(c)) / (2 * step);
        c->p[k] = at;
        size = fmax(size, fabs(expected[k]));
    }
    for (size_t k = 0; k < c->count; k++)
        expect(fabs(gradient[k] - expected[k]) <= 2e-6 * (1 + size), "%s: parameter %zu: %g, not %g", named(c),
               k, gradient[k], expected[k]);
    check_into(c, gradient);
    free(gradient);
    free(expected);
}

/* A fixed draw of shapes, with each kind, unit, biases or none, one or twelve outputs, a task for each sample or three
 * samples in each. */
static nw_model_spec small_spec(int draw, gsl_rng *rng)
{
    static const nw_activation units[] = {NW_TANH, NW_LOGISTIC, NW_RELU, NW_ELU, NW_IDENTITY, NW_ARCTAN, NW_CRELU};
    nw_model_spec spec = {.kind = (nw_model_kind)(draw % 3),
                          .x_size = (size_t)ct_between(rng, 1, 5),
                          .i_size = (size_t)ct_between(rng, 1, 6),
                          .outputs = draw / 3 % 2 == 0 ? 1 : 12,
                          .hidden = (size_t)ct_between(rng, 1, 4),
                          .unit = units[draw / 24 % 7],
                          .inner_unit = units[(draw / 24 + 3) % 7],
                          .biases = draw / 6 % 2 == 0};
    if (spec.kind != NW_MODEL_PLAIN) {
        spec.inner_layers = (size_t)ct_between(rng, 2, 3 + draw % 2);
        for (size_t k = 0; k + 1 < spec.inner_layers; k++)
            spec.inner[k] = (size_t)ct_between(rng, 1, 5);
    }
    if (spec.kind == NW_MODEL_EMBEDDING)
        spec.embedding = (size_t)ct_between(rng, 1, 9);
    return spec;
}

enum { DRAWS = 3 * 2 * 2 * 2 * 7 };

START_TEST(small_models)
{
    gsl_rng *rng = ct_rng("small models");
    for (int draw = 0; draw < DRAWS; draw++) {
        size_t tasks = (size_t)ct_between(rng, 1, 3), points = draw / 12 % 2 == 0 ? 1 : 3;
        nw_model_spec spec = small_spec(draw, rng);
        bool plain = spec.kind == NW_MODEL_PLAIN;
        problem c = make(spec, plain ? 5 : tasks * points, plain ? 1 : tasks, rng);
        check_outputs(&c);
        check_gradient(&c);
        clear(&c);
    }
    gsl_rng_free(rng);
}
END_TEST

/* ---- models as large as the paper's ---- */

static nw_model_spec large_spec(nw_model_kind kind, size_t outputs, nw_activation unit, bool biases)
{
    nw_model_spec spec = {.kind = kind,
                          .x_size = 100,
                          .i_size = 70,
                          .outputs = outputs,
                          .hidden = 10,
                          .unit = unit,
                          .inner_layers = kind == NW_MODEL_PLAIN ? 0 : 3,
                          .inner = {100, 90},
                          .inner_unit = NW_ELU,
                          .embedding = kind == NW_MODEL_EMBEDDING ? 700 : 0,
                          .biases = biases};
    return spec;
}

/* Outputs, and the gradient along random directions against differences of the plain model. */
static void check_large(nw_model_spec spec, size_t samples, size_t tasks, gsl_rng *rng)
{
    problem c = make(spec, samples, tasks, rng);
    check_outputs(&c);
    float *gradient = nw_alloc(c.count, sizeof *gradient);
    double *way = nw_alloc(c.count, sizeof *way);
    backward(&c, gradient, 1);
    for (int round = 0; round < 3; round++) {
        double slope = 0, square = 0, step = 1e-7;
        for (size_t k = 0; k < c.count; k++) {
            /* Along the gradient, then across. */
            way[k] = round == 0 ? gradient[k] : gradient[k] * (2 * gsl_rng_uniform(rng) - 1);
            square += way[k] * way[k];
            slope += way[k] * gradient[k];
        }
        for (size_t k = 0; k < c.count; k++)
            c.p[k] += step / sqrt(square) * way[k];
        double up = exact_sum(&c);
        for (size_t k = 0; k < c.count; k++)
            c.p[k] = nw_model_values(c.model)[k] - step / sqrt(square) * way[k];
        double expected = (up - exact_sum(&c)) / (2 * step) * sqrt(square);
        for (size_t k = 0; k < c.count; k++)
            c.p[k] = nw_model_values(c.model)[k];
        expect(fabs(slope - expected) <= 2e-5 * square, "%s: slope %.9g, not %.9g", named(&c), slope, expected);
    }
    check_into(&c, gradient);
    free(gradient);
    free(way);
    clear(&c);
}

START_TEST(large_models)
{
    gsl_rng *rng = ct_rng("large models");
    for (int kind = NW_MODEL_HYPER; kind <= NW_MODEL_EMBEDDING; kind++) {
        check_large(large_spec((nw_model_kind)kind, 1, NW_RELU, false), 30, 30, rng);
        check_large(large_spec((nw_model_kind)kind, 12, NW_ELU, true), 20, 20, rng);
        check_large(large_spec((nw_model_kind)kind, 3, NW_TANH, true), 24, 4, rng);
    }
    check_large(large_spec(NW_MODEL_PLAIN, 10, NW_ELU, true), 40, 1, rng);
    gsl_rng_free(rng);
}
END_TEST

/* The same tasks, told once and told for each sample. */
START_TEST(shared_tasks_are_the_same)
{
    gsl_rng *rng = ct_rng("shared tasks");
    enum { TASKS = 6, POINTS = 5, SAMPLES = TASKS * POINTS };
    for (int draw = 0; draw < 4; draw++) {
        nw_model_spec spec = large_spec(draw % 2 == 0 ? NW_MODEL_HYPER : NW_MODEL_EMBEDDING, 3, NW_ELU, draw / 2 == 1);
        problem c = make(spec, SAMPLES, SAMPLES, rng); /* one model takes batches of both sorts */
        for (size_t s = 0; s < SAMPLES; s++)
            memcpy(c.i_room + s * spec.i_size, c.i_room + s / POINTS * POINTS * spec.i_size,
                   spec.i_size * sizeof(float));
        float *told = nw_alloc(TASKS * spec.i_size, sizeof *told);
        for (size_t t = 0; t < TASKS; t++)
            memcpy(told + t * spec.i_size, c.i_room + t * POINTS * spec.i_size, spec.i_size * sizeof *told);
        float *own = nw_alloc(c.count, sizeof *own), *shared = nw_alloc(c.count, sizeof *shared);
        float outputs[SAMPLES * 3];
        memcpy(outputs, nw_model_forward(c.model, &c.batch), sizeof outputs);
        backward(&c, own, 1);
        c.batch.tasks = TASKS;
        c.batch.i = told;
        const float *again = nw_model_forward(c.model, &c.batch);
        for (size_t k = 0; k < SAMPLES * 3; k++)
            expect(fabsf(again[k] - outputs[k]) <= 1e-5F, "%s: output %zu", named(&c), k);
        backward(&c, shared, 1);
        double size = 0;
        for (size_t k = 0; k < c.count; k++)
            size = fmax(size, fabs(own[k]));
        for (size_t k = 0; k < c.count; k++)
            expect(fabs(own[k] - (double)shared[k]) <= 1e-5 * size, "%s: parameter %zu: %g and %g", named(&c), k,
                   own[k], shared[k]);
        free(told);
        free(own);
        free(shared);
        clear(&c);
    }
    gsl_rng_free(rng);
}
END_TEST

/* ---- counts, starts ---- */

START_TEST(numbers_of_parameters)
{
    gsl_rng *rng = ct_rng("counts");
    for (int draw = 0; draw < 60; draw++) {
        nw_model_spec spec = small_spec(draw, rng);
        size_t sizes[NW_STACK_LAYERS + 1], inner = 0, biases = 0, x = spec.x_size, h = spec.hidden;
        size_t n_g = h * x + spec.outputs * h, n_q = h * (x + spec.embedding) + spec.outputs * h;
        sizes[0] = spec.i_size;
        for (size_t k = 0; k < spec.inner_layers; k++) {
            sizes[k + 1] = k + 1 < spec.inner_layers        ? spec.inner[k]
                           : spec.kind == NW_MODEL_HYPER ? n_g
                                                         : spec.embedding;
            inner += sizes[k] * sizes[k + 1];
            biases += sizes[k + 1];
        }
        nw_model_counts counts;
        nw_model_count(&counts, &spec);
        ck_assert_uint_eq(counts.inner, inner);
        ck_assert_uint_eq(counts.primary, spec.kind == NW_MODEL_HYPER ? n_g : n_q);
        if (spec.kind != NW_MODEL_HYPER)
            biases += h + spec.outputs;
        ck_assert_uint_eq(counts.trained, inner + (spec.kind == NW_MODEL_HYPER ? 0 : n_q) + (spec.biases ? biases : 0));
        nw_model *model = nw_model_new(&spec, 1, 1);
        ck_assert_uint_eq(nw_model_parameters(model), counts.trained);
        nw_model_free(model);
    }
    /* The paper's synthetic experiment: d = 1000, k layers of width 100, E = 10^4. */
    for (size_t k = 2; k <= 9; k++) {
        nw_model_spec spec = {.kind = NW_MODEL_HYPER, .x_size = 1000, .i_size = 1000, .outputs = 1, .hidden = 10,
                              .inner_layers = k};
        for (size_t layer = 0; layer + 1 < k; layer++)
            spec.inner[layer] = 100;
        nw_model_counts counts;
        nw_model_count(&counts, &spec);
        ck_assert_uint_eq(counts.primary, 10010);
        ck_assert_uint_eq(counts.inner, 100000 + 10000 * (k - 2) + 100 * 10010);
        spec.kind = NW_MODEL_EMBEDDING;
        spec.embedding = 10000;
        nw_model_count(&counts, &spec);
        ck_assert_uint_eq(counts.primary, 10000 + 10 * 10000 + 10);
        ck_assert_uint_eq(counts.inner, 100000 + 10000 * (k - 2) + 1000000);
    }
    gsl_rng_free(rng);
}
END_TEST

START_TEST(starts_come_from_the_seed)
{
    for (int kind = NW_MODEL_PLAIN; kind <= NW_MODEL_EMBEDDING; kind++) {
        nw_model_spec spec = large_spec((nw_model_kind)kind, 3, NW_RELU, true);
        float *first = NULL;
        for (int round = 0; round < 3; round++) {
            gsl_rng *rng = ct_rng(round < 2 ? "start" : "another start");
            nw_model *model = nw_model_new(&spec, 1, 1);
            size_t bytes = nw_model_parameters(model) * sizeof(float);
            nw_model_start(model, rng);
            if (round == 0)
                first = memcpy(nw_alloc(bytes, 1), nw_model_values(model), bytes);
            else
                ck_assert((memcmp(first, nw_model_values(model), bytes) == 0) == (round == 1));
            nw_model_free(model);
            gsl_rng_free(rng);
        }
        free(first);
    }
}
END_TEST

/* ---- steps ---- */

/* Steps that repeat bit for bit, lower the loss and allocate nothing. */
START_TEST(steps)
{
    enum { SAMPLES = 24, STEPS = 60 };
    for (int draw = 0; draw < 6; draw++) {
        float *first = NULL;
        for (int round = 0; round < 2; round++) {
            gsl_rng *rng = ct_rng("steps");
            nw_model_spec spec = large_spec((nw_model_kind)(draw % 3), 3, NW_ELU, true);
            problem c = make(spec, SAMPLES, spec.kind == NW_MODEL_PLAIN ? 1 : draw < 3 ? SAMPLES : SAMPLES / 4, rng);
            float *goals = nw_alloc(SAMPLES * 3, sizeof *goals), *values = nw_model_values(c.model);
            fill(goals, NULL, SAMPLES * 3, rng, 1);
            double begun = 0, ended = 0;
            size_t before = 0;
            for (int step = 0; step < STEPS; step++) {
                if (step == 1) /* OpenBLAS has its own memory by then */
                    before = allocations;
                const float *outputs = nw_model_forward(c.model, &c.batch);
                ended = nw_loss_square(c.signal, outputs, goals, SAMPLES, 3);
                begun = step == 0 ? ended : begun;
                nw_model_backward(c.model, &c.batch, c.signal, values, -0.02F);
            }
            expect(allocations == before, "%s: %zu allocations", named(&c), allocations - before);
            ck_assert(!COUNTED || allocations > 0);
            expect(ended < 0.7 * begun, "%s: from %g to %g", named(&c), begun, ended);
            if (round == 0)
                first = memcpy(nw_alloc(c.count, sizeof *first), values, c.count * sizeof *first);
            else
                expect(memcmp(first, values, c.count * sizeof *first) == 0, "%s does not repeat", named(&c));
            free(goals);
            clear(&c);
            gsl_rng_free(rng);
        }
        free(first);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("train_model");
    TCase *tests = ct_case(suite, "gradients");
    tcase_add_test(tests, small_models);
    tcase_add_test(tests, large_models);
    tcase_add_test(tests, shared_tasks_are_the_same);
    tests = ct_case(suite, "counts");
    tcase_add_test(tests, numbers_of_parameters);
    tcase_add_test(tests, starts_come_from_the_seed);
    tests = ct_case(suite, "steps");
    tcase_add_test(tests, steps);
    return ct_main(suite);
}
