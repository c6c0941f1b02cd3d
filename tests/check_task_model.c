/* The model of q(x, e_t): residuals and columns against the network's own passes and the chain rule written out, the
 * Gram matrix against the columns' products, columns against differences, and the output layer's linear problem. */
#include "check_common.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "fit/descent.h"
#include "fit/embed_run.h"

enum { INPUTS = 2, MOST_TASKS = 5, EMBEDDING_WIDTH = 3 };

static double uniform(gsl_rng *rng, double low, double high)
{
    return low + (high - low) * gsl_rng_uniform(rng);
}

static void fill(double *x, size_t count, gsl_rng *rng, double low, double high)
{
    for (size_t i = 0; i < count; i++)
        x[i] = uniform(rng, low, high);
}

/* ---- a run on random data ---- */

typedef struct setting {
    nw_embedding embedding;
    nw_activation activation;
    bool output_bias;
    size_t m1, m2, tasks, k, width;
    size_t counts[MOST_TASKS];
} setting;

/* What the reference below needs beside the run. */
typedef struct problem {
    setting at;
    nw_embed_data data;
    nw_fit_data points[MOST_TASKS];
    double *x[MOST_TASKS], *y[MOST_TASKS], places[MOST_TASKS * INPUTS];
    nw_embed_options options;
    nw_embed_run run;
    double *parameters;
} problem;

static void begin(problem *p, const setting *at, gsl_rng *rng)
{
    *p = (problem){.at = *at};
    for (size_t t = 0; t < at->tasks; t++) {
        p->x[t] = nw_alloc(at->counts[t] * at->m1, sizeof(double));
        p->y[t] = nw_alloc(at->counts[t], sizeof(double));
        fill(p->x[t], at->counts[t] * at->m1, rng, -1, 1);
        fill(p->y[t], at->counts[t], rng, -1, 1);
        p->points[t] = (nw_fit_data){at->counts[t], (int)at->m1, p->x[t], p->y[t]};
    }
    fill(p->places, at->tasks * at->m2, rng, -1, 1);
    p->data = (nw_embed_data){.tasks = at->tasks, .points = p->points, .task_inputs = at->m2, .places = p->places};
    p->options = (nw_embed_options){.fit = nw_fit_defaults(),
                                    .embedding = at->embedding,
                                    .k_least = at->k,
                                    .k_most = at->k,
                                    .largest_width = at->width,
                                    .embedding_width = EMBEDDING_WIDTH,
                                    .l1 = INFINITY,
                                    .l2 = INFINITY};
    p->options.fit.activation = at->activation;
    p->options.fit.output_bias = at->output_bias;
    p->options.fit.goal = 1e-3;
    nw_embed_run_begin(&p->run, &p->data, NULL, &p->options);
    nw_embed_run_shape(&p->run, at->width, at->k);
    p->parameters = nw_alloc(p->run.fit.model.count, sizeof(double));
    fill(p->parameters, p->run.fit.model.count, rng, -1.5, 1.5);
}

static void end(problem *p)
{
    for (size_t t = 0; t < p->at.tasks; t++) {
        free(p->x[t]);
        free(p->y[t]);
    }
    free(p->parameters);
    nw_embed_run_end(&p->run);
}

static size_t embedding_count(const setting *at)
{
    return at->embedding == NW_EMBED_FREE      ? at->tasks * at->k
           : at->embedding == NW_EMBED_NETWORK ? EMBEDDING_WIDTH * (at->m2 + at->k)
                                               : 0;
}

/* e_t and d e_tl / d parameter, from the definition; slopes[l * count + p]. */
static void embed(const problem *p, size_t t, double *e, double *slopes)
{
    const setting *at = &p->at;
    size_t count = embedding_count(at);
    const double *first = p->parameters, *second = first + EMBEDDING_WIDTH * at->m2, *place = p->places + t * at->m2;
    memset(slopes, 0, at->k * count * sizeof *slopes);
    for (size_t l = 0; l < at->k; l++) {
        if (at->embedding != NW_EMBED_NETWORK) {
            e[l] = at->embedding == NW_EMBED_FREE ? p->parameters[t * at->k + l] : place[l];
            if (at->embedding == NW_EMBED_FREE)
                slopes[l * count + t * at->k + l] = 1;
            continue;
        }
        e[l] = 0;
        for (size_t j = 0; j < EMBEDDING_WIDTH; j++) {
            double sum = 0, weight = second[l * EMBEDDING_WIDTH + j];
            for (size_t b = 0; b < at->m2; b++)
                sum += first[j * at->m2 + b] * place[b];
            e[l] += weight * tanh(sum);
            slopes[l * count + EMBEDDING_WIDTH * at->m2 + l * EMBEDDING_WIDTH + j] = tanh(sum);
            for (size_t b = 0; b < at->m2; b++)
                slopes[l * count + j * at->m2 + b] = weight * (1 - tanh(sum) * tanh(sum)) * place[b];
        }
    }
}

/* Residuals and columns at point i of task t, where i runs on over the padding; out: parameters, then the residual. */
static void reference(const problem *p, size_t t, size_t i, double *out)
{
    const setting *at = &p->at;
    size_t count = embedding_count(at), from = i < at->counts[t] ? i : at->counts[t] - 1, inputs = at->m1 + at->k;
    double *in = nw_alloc(inputs, sizeof *in), *by_input = nw_alloc(inputs, sizeof *in), y;
    double *slopes = nw_alloc(at->k * count + 1, sizeof *slopes);
    nw_network *q = nw_network_new(inputs, &at->width, 1, 1, at->activation, at->output_bias);
    nw_net_work *work = nw_net_work_new(q, 1);
    memcpy(q->parameters, p->parameters + count, q->parameter_count * sizeof(double));
    memcpy(in, p->x[t] + from * at->m1, at->m1 * sizeof *in);
    embed(p, t, in + at->m1, slopes);
    nw_network_slopes(q, 1, in, by_input, work);
    nw_network_jacobian(q, 1, in, out + count, &y, work);
    for (size_t c = 0; c < count; c++) {
        out[c] = 0;
        for (size_t l = 0; l < at->k; l++)
            out[c] += by_input[at->m1 + l] * slopes[l * count + c];
    }
    nw_network_forward(q, 1, in, &y, work);
    out[count + q->parameter_count] = y - p->y[t][from];
    nw_net_work_free(work);
    nw_network_free(q);
    free(in);
    free(by_input);
    free(slopes);
}

/* ---- comparisons ---- */

/* Against the reference; rows of it go to `rows`, point by point. */
static void compare_columns(problem *p, double *rows)
{
    nw_fit_model *model = &p->run.fit.model;
    size_t n = model->count, padded = model->points->padded, width = p->at.width;
    double *residual = nw_alloc(padded, sizeof(double)), *columns = nw_alloc(n * padded, sizeof(double));
    ck_assert_uint_eq(p->run.tasks.first[p->at.tasks], padded);
    ck_assert_uint_eq(n, embedding_count(&p->at) + width * (p->at.m1 + p->at.k + 2) + p->at.output_bias);
    nw_fit_evaluate(model, p->parameters, residual);
    nw_fit_jacobian(model, p->parameters, columns);
    for (size_t t = 0; t < p->at.tasks; t++)
        for (size_t i = p->run.tasks.first[t]; i < p->run.tasks.first[t + 1]; i++) {
            double *row = rows + i * (n + 1);
            reference(p, t, i - p->run.tasks.first[t], row);
            ck_assert_double_le(fabs(residual[i] - row[n]), 1e-12 * (1 + fabs(row[n])));
            for (size_t c = 0; c < n; c++)
                ck_assert_msg(fabs(columns[c * padded + i] - row[c]) <= 1e-11 * (1 + fabs(row[c])),
                              "task %zu, column %zu of %zu: %.17g, expected %.17g", t, c, n, columns[c * padded + i],
                              row[c]);
        }
    free(residual);
    free(columns);
}

static void compare_gram(problem *p, const double *rows, gsl_rng *rng)
{
    nw_fit_model *model = &p->run.fit.model;
    size_t n = model->count, padded = model->points->padded, ld = nw_fit_columns(model);
    double *residual = nw_alloc(padded, sizeof(double)), *weight = nw_alloc(padded, sizeof(double));
    double *matrix = nw_alloc(ld * ld, sizeof(double));
    fill(weight, padded, rng, 0, 1);
    const size_t firsts[2] = {0, model->first_linear};
    for (int f = 0; f < 2; f++) {
        size_t first = firsts[f];
        nw_fit_evaluate(model, p->parameters, residual);
        nw_fit_gram(model, p->parameters, first, weight, residual, matrix);
        for (size_t a = first; a <= n; a++)
            for (size_t b = a; b <= n; b++) {
                double sum = 0, size = 0, found = matrix[(a - first) * ld + b - first];
                for (size_t i = 0; i < padded; i++) {
                    double product = weight[i] * weight[i] * rows[i * (n + 1) + a] * rows[i * (n + 1) + b];
                    sum += product;
                    size += fabs(product);
                }
                ck_assert_msg(fabs(found - sum) <= 1e-11 * (1 + size), "row %zu, column %zu of %zu: %.17g, not %.17g",
                              a, b, n, found, sum);
            }
    }
    free(residual);
    free(weight);
    free(matrix);
}

static void compare_differences(problem *p)
{
    static const double step = 1e-5;
    nw_fit_model *model = &p->run.fit.model;
    size_t n = model->count, padded = model->points->padded;
    double *above = nw_alloc(padded, sizeof(double)), *below = nw_alloc(padded, sizeof(double));
    double *columns = nw_alloc(n * padded, sizeof(double));
    nw_fit_evaluate(model, p->parameters, above);
    nw_fit_jacobian(model, p->parameters, columns);
    for (size_t c = 0; c < n; c++) {
        double here = p->parameters[c];
        p->parameters[c] = here + step;
        nw_fit_evaluate(model, p->parameters, above);
        p->parameters[c] = here - step;
        nw_fit_evaluate(model, p->parameters, below);
        p->parameters[c] = here;
        for (size_t i = 0; i < padded; i++) {
            double quotient = (above[i] - below[i]) / (2 * step);
            ck_assert_double_le(fabs(columns[c * padded + i] - quotient), 1e-7 * (1 + fabs(quotient)));
        }
    }
    free(above);
    free(below);
    free(columns);
}

static setting random_setting(gsl_rng *rng, nw_embedding embedding, nw_activation activation)
{
    setting at = {.embedding = embedding,
                  .activation = activation,
                  .output_bias = ct_between(rng, 0, 1) == 1,
                  .m1 = (size_t)ct_between(rng, 1, 2),
                  .m2 = (size_t)ct_between(rng, 1, 2),
                  .tasks = (size_t)ct_between(rng, 1, MOST_TASKS),
                  .width = (size_t)ct_between(rng, 1, 5)};
    at.k = embedding == NW_EMBED_PLACE ? at.m2 : (size_t)ct_between(rng, 1, (slong)at.width + 3);
    for (size_t t = 0; t < at.tasks; t++)
        at.counts[t] = (size_t)ct_between(rng, 1, 40);
    return at;
}

START_TEST(columns_and_products)
{
    gsl_rng *rng = ct_rng("columns");
    for (int embedding = NW_EMBED_FREE; embedding <= NW_EMBED_NETWORK; embedding++)
        for (int activation = 0; activation < NW_ACTIVATION_COUNT; activation++)
            for (int repeat = 0; repeat < 4; repeat++) {
                setting at = random_setting(rng, (nw_embedding)embedding, (nw_activation)activation);
                if (repeat == 0) /* more than a chunk, and not the first task */
                    at.counts[at.tasks - 1] = NW_CHUNK + (size_t)ct_between(rng, 1, 200);
                problem p;
                begin(&p, &at, rng);
                size_t n = p.run.fit.model.count, padded = p.run.fit.points.padded;
                double *rows = nw_alloc(padded * (n + 1), sizeof(double));
                compare_columns(&p, rows);
                compare_gram(&p, rows, rng);
                free(rows);
                end(&p);
            }
    gsl_rng_free(rng);
}
END_TEST

START_TEST(columns_are_differences)
{
    static const nw_activation smooth[] = {NW_TANH, NW_LOGISTIC, NW_ARCTAN};
    gsl_rng *rng = ct_rng("differences");
    for (int embedding = NW_EMBED_FREE; embedding <= NW_EMBED_NETWORK; embedding++)
        for (int repeat = 0; repeat < 9; repeat++) {
            setting at = random_setting(rng, (nw_embedding)embedding, smooth[repeat % 3]);
            problem p;
            begin(&p, &at, rng);
            compare_differences(&p);
            end(&p);
        }
    gsl_rng_free(rng);
}
END_TEST

/* One run that goes from shape to shape, as a search does: what an earlier shape left in the rooms must not matter. */
START_TEST(shapes_follow_each_other)
{
    static const size_t shapes[][2] = {{5, 4}, {1, 1}, {4, 7}, {3, 2}, {5, 1}, {2, 6}};
    gsl_rng *rng = ct_rng("shapes");
    for (int embedding = NW_EMBED_FREE; embedding <= NW_EMBED_NETWORK; embedding++) {
        setting at = random_setting(rng, (nw_embedding)embedding, NW_TANH);
        problem p;
        begin(&p, &at, rng);
        for (size_t s = 0; s < sizeof shapes / sizeof shapes[0]; s++) {
            p.at.width = shapes[s][0];
            p.at.k = embedding == NW_EMBED_PLACE ? at.m2 : shapes[s][1];
            nw_embed_run_shape(&p.run, p.at.width, p.at.k);
            size_t n = p.run.fit.model.count, padded = p.run.fit.points.padded;
            free(p.parameters);
            p.parameters = nw_alloc(n, sizeof(double));
            fill(p.parameters, n, rng, -1.5, 1.5);
            double *rows = nw_alloc(padded * (n + 1), sizeof(double));
            compare_columns(&p, rows);
            compare_gram(&p, rows, rng);
            free(rows);
        }
        end(&p);
    }
    gsl_rng_free(rng);
}
END_TEST

/* The hidden layer stays, and the residual is orthogonal to every unit and to the constant. */
START_TEST(outputs_are_solved_for)
{
    gsl_rng *rng = ct_rng("outputs");
    for (int embedding = NW_EMBED_FREE; embedding <= NW_EMBED_NETWORK; embedding++)
        for (int repeat = 0; repeat < 8; repeat++) {
            setting at = random_setting(rng, (nw_embedding)embedding, repeat % 2 == 0 ? NW_TANH : NW_LOGISTIC);
            for (size_t t = 0; t < at.tasks; t++)
                at.counts[t] += 20;
            at.width = 1 + (size_t)repeat % 2; /* wider ones may be nearly dependent */
            problem p;
            begin(&p, &at, rng);
            nw_fit_run *fit = &p.run.fit;
            size_t n = fit->model.count, padded = fit->points.padded, first = fit->model.first_linear;
            nw_fit_start_hidden(fit, p.parameters);
            ck_assert_mem_eq(fit->parameters, p.parameters, first * sizeof(double));
            memcpy(p.parameters, fit->parameters, n * sizeof(double));
            double *rows = nw_alloc(padded * (n + 1), sizeof(double));
            compare_columns(&p, rows);
            for (size_t c = first; c < n; c++) {
                double along = 0, size = 0;
                for (size_t i = 0; i < padded; i++) {
                    along += rows[i * (n + 1) + c] * rows[i * (n + 1) + n];
                    size += fabs(rows[i * (n + 1) + c] * rows[i * (n + 1) + n]);
                }
                ck_assert_msg(fabs(along) <= 1e-6 * size, "output %zu: %g of %g is left", c - first, along, size);
            }
            free(rows);
            end(&p);
        }
    gsl_rng_free(rng);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("task model");
    TCase *tests = ct_case(suite, "model");
    tcase_add_test(tests, columns_and_products);
    tcase_add_test(tests, columns_are_differences);
    tcase_add_test(tests, shapes_follow_each_other);
    tests = ct_case(suite, "start");
    tcase_add_test(tests, outputs_are_solved_for);
    return ct_main(suite);
}
