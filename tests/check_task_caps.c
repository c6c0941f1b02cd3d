/* Caps on C(e) and C(q) as residuals of an embedding method: never below what they stand for and hardly above, their
 * derivatives, and their part of the Gram matrix. */
#include "check_common.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "fit/embed_run.h"

enum { TASKS = 3, POINTS = 11, WIDTH = 4, K = 2, HIDDEN = 5, ROUNDS = 12 };

static const double goal = 0.03, cap_e = 0.7, cap_q = 40;

typedef struct problem {
    double x[TASKS * POINTS], y[TASKS * POINTS], places[TASKS];
    nw_fit_data points[TASKS];
    nw_embed_data data;
    nw_embed_options options;
    nw_embed_run run;
    double *parameters;
} problem;

static void fill(double *values, size_t count, gsl_rng *rng)
{
    for (size_t i = 0; i < count; i++)
        values[i] = 3 * gsl_rng_uniform(rng) - 1.5;
}

static void begin(problem *p, gsl_rng *rng, double l1, double l2)
{
    fill(p->x, TASKS * POINTS, rng);
    fill(p->y, TASKS * POINTS, rng);
    fill(p->places, TASKS, rng);
    for (size_t t = 0; t < TASKS; t++)
        p->points[t] = (nw_fit_data){POINTS, 1, p->x + t * POINTS, p->y + t * POINTS};
    p->data = (nw_embed_data){.tasks = TASKS, .points = p->points, .task_inputs = 1, .places = p->places};
    p->options = (nw_embed_options){.fit = nw_fit_defaults(),
                                    .embedding = NW_EMBED_NETWORK,
                                    .k_least = K,
                                    .k_most = K,
                                    .largest_width = WIDTH,
                                    .embedding_width = HIDDEN,
                                    .l1 = l1,
                                    .l2 = l2};
    p->options.fit.goal = goal;
    p->options.fit.activation = gsl_rng_uniform(rng) < 0.5 ? NW_TANH : NW_LOGISTIC;
    nw_embed_run_begin(&p->run, &p->data, NULL, &p->options);
    nw_embed_run_shape(&p->run, WIDTH, K);
    p->parameters = nw_alloc(p->run.fit.model.count, sizeof(double));
    fill(p->parameters, p->run.fit.model.count, rng);
}

static void end(problem *p)
{
    free(p->parameters);
    nw_embed_run_end(&p->run);
}

START_TEST(rows_are_the_caps)
{
    gsl_rng *rng = ct_rng("rows_are_the_caps");
    for (int round = 0; round < ROUNDS; round++) {
        problem p;
        nw_embed_network network;
        begin(&p, rng, cap_e, cap_q);
        double *residual = nw_alloc(p.run.fit.points.padded, sizeof *residual);
        size_t first = p.run.tasks.first[TASKS];
        ck_assert_uint_eq(first + NW_LANES, p.run.fit.points.padded);
        nw_fit_evaluate(&p.run.fit.model, p.parameters, residual);
        nw_embed_run_network(&network, &p.run, p.parameters);
        const double least[2] = {goal * pow(nw_network_spectral_complexity(network.q) / cap_q, 0.25),
                                 goal * pow(nw_network_spectral_complexity(network.e) / cap_e, 0.25)};
        for (int r = 0; r < 2; r++) {
            ck_assert_double_ge(residual[first + (size_t)r], least[r] * (1 - 1e-12));
            /* Two norms of at most eight entries with exponent 32, and the fourth root. */
            ck_assert_double_le(residual[first + (size_t)r], least[r] * pow(8, 2.0 / 32 / 4));
        }
        for (size_t i = first + 2; i < first + NW_LANES; i++)
            ck_assert_double_eq(residual[i], 0);
        nw_embed_network_clear(&network);
        free(residual);
        end(&p);
    }
    gsl_rng_free(rng);
}
END_TEST

START_TEST(columns_are_differences)
{
    gsl_rng *rng = ct_rng("columns_are_differences");
    for (int round = 0; round < ROUNDS; round++) {
        problem p;
        begin(&p, rng, round % 3 == 0 ? INFINITY : cap_e, round % 3 == 1 ? INFINITY : cap_q);
        nw_fit_model *model = &p.run.fit.model;
        size_t padded = p.run.fit.points.padded, first = p.run.tasks.first[TASKS];
        double *above = nw_alloc(padded, sizeof(double)), *below = nw_alloc(padded, sizeof(double));
        double *columns = nw_alloc(model->count * padded, sizeof(double));
        nw_fit_evaluate(model, p.parameters, above);
        nw_fit_jacobian(model, p.parameters, columns);
        for (size_t c = 0; c < model->count; c++) {
            static const double step = 1e-6;
            double here = p.parameters[c];
            if (fabs(here) < 1e-4) /* |weight| has a kink */
                continue;
            p.parameters[c] = here + step;
            nw_fit_evaluate(model, p.parameters, above);
            p.parameters[c] = here - step;
            nw_fit_evaluate(model, p.parameters, below);
            p.parameters[c] = here;
            for (size_t i = first; i < padded; i++)
                ck_assert_double_le(fabs(columns[c * padded + i] - (above[i] - below[i]) / (2 * step)), 1e-7);
        }
        free(above);
        free(below);
        free(columns);
        end(&p);
    }
    gsl_rng_free(rng);
}
END_TEST

START_TEST(gram_has_their_rows)
{
    gsl_rng *rng = ct_rng("gram_has_their_rows");
    for (int round = 0; round < ROUNDS; round++) {
        problem p;
        begin(&p, rng, cap_e, cap_q);
        nw_fit_model *model = &p.run.fit.model;
        size_t n = model->count, padded = p.run.fit.points.padded, ld = nw_fit_columns(model);
        double *residual = nw_alloc(padded, sizeof(double)), *weight = nw_alloc(padded, sizeof(double));
        double *columns = nw_alloc((n + 1) * padded, sizeof(double)), *matrix = nw_alloc(ld * ld, sizeof(double));
        fill(weight, padded, rng);
        nw_fit_evaluate(model, p.parameters, residual);
        nw_fit_gram(model, p.parameters, 0, weight, residual, matrix);
        nw_fit_jacobian(model, p.parameters, columns);
        memcpy(columns + n * padded, residual, padded * sizeof(double));
        for (size_t a = 0; a <= n; a++)
            for (size_t b = a; b <= n; b++) {
                double sum = 0, size = 0;
                for (size_t i = 0; i < padded; i++) {
                    double product = weight[i] * weight[i] * columns[a * padded + i] * columns[b * padded + i];
                    sum += product;
                    size += fabs(product);
                }
                ck_assert_double_le(fabs(matrix[a * ld + b] - sum), 1e-11 * (1 + size));
            }
        free(residual);
        free(weight);
        free(columns);
        free(matrix);
        end(&p);
    }
    gsl_rng_free(rng);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("task caps");
    TCase *cases = ct_case(suite, "caps");
    tcase_add_test(cases, rows_are_the_caps);
    tcase_add_test(cases, columns_are_differences);
    tcase_add_test(cases, gram_has_their_rows);
    return ct_main(suite);
}
