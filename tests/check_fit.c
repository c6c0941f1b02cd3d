/* The parts of the fit: kernels against the network's own evaluation and against plain loops, Levenberg-Marquardt
 * against GSL, the linear minimax problem against Chebyshev, and what holds of every fit. */
#include "check_common.h"

#include <gsl/gsl_blas.h>
#include <gsl/gsl_multifit_nlinear.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "fit/descent.h"
#include "fit/fit.h"
#include "fit/layout.h"
#include "fit/minimax.h"
#include "fit/normal.h"
#include "fit/units.h"

static double uniform(gsl_rng *rng, double low, double high)
{
    return low + (high - low) * gsl_rng_uniform(rng);
}

static void fill(double *x, size_t count, gsl_rng *rng, double low, double high)
{
    for (size_t i = 0; i < count; i++)
        x[i] = uniform(rng, low, high);
}

/* ---- linear algebra ---- */

START_TEST(gram_matrices)
{
    gsl_rng *rng = ct_rng("gram");
    for (size_t count = 4; count <= 44; count += 4)
        for (size_t length = 8; length <= NW_CHUNK; length = length * 3 / 8 * 8) {
            size_t ld = nw_round_up(count, NW_LANES);
            double *columns = nw_alloc(count * NW_STRIDE, sizeof *columns);
            double *matrix = nw_alloc(count * ld, sizeof *matrix);
            fill(columns, count * NW_STRIDE, rng, -1, 1);
            fill(matrix, count * ld, rng, -1, 1);
            double *before = nw_alloc(count * ld, sizeof *before);
            memcpy(before, matrix, count * ld * sizeof *before);
            nw_gram_add(matrix, ld, count, length, NW_STRIDE, columns);
            for (size_t i = 0; i < count; i++)
                for (size_t j = i; j < count; j++) {
                    double sum = before[i * ld + j];
                    for (size_t k = 0; k < length; k++)
                        sum += columns[i * NW_STRIDE + k] * columns[j * NW_STRIDE + k];
                    ck_assert_double_le(fabs(sum - matrix[i * ld + j]), 1e-12);
                }
            free(columns);
            free(matrix);
            free(before);
        }
    gsl_rng_free(rng);
}
END_TEST

/* Random matrices B'B + 1: the solution solves; a matrix that is not definite is refused. */
START_TEST(cholesky)
{
    gsl_rng *rng = ct_rng("cholesky");
    for (size_t n = 1; n <= 70; n++) {
        size_t ld = nw_round_up(n, NW_LANES) + 8;
        double *b = nw_alloc(n * n, sizeof *b), *a = nw_alloc(n * ld, sizeof *a);
        double *factor = nw_alloc(n * ld, sizeof *factor);
        double *solution = nw_alloc(n, sizeof *solution), *right = nw_alloc(n, sizeof *right);
        double *reciprocal = nw_alloc(n, sizeof *reciprocal);
        fill(b, n * n, rng, -1, 1);
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++) {
                a[i * ld + j] = i == j ? 1 : 0;
                for (size_t k = 0; k < n; k++)
                    a[i * ld + j] += b[k * n + i] * b[k * n + j];
            }
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < ld; j++)
                factor[i * ld + j] = j < i || j >= n ? NAN : a[i * ld + j];
        fill(right, n, rng, -1, 1);
        memcpy(solution, right, n * sizeof *right);
        ck_assert(nw_cholesky(factor, ld, n, reciprocal));
        nw_cholesky_solve(factor, ld, n, reciprocal, solution);
        for (size_t i = 0; i < n; i++) {
            double sum = -right[i];
            for (size_t j = 0; j < n; j++)
                sum += a[i * ld + j] * solution[j];
            ck_assert_double_le(fabs(sum), 1e-11);
        }
        memcpy(factor, a, n * ld * sizeof *a);
        factor[(n - 1) * ld + n - 1] -= 1e3 + (double)(n * n);
        ck_assert(!nw_cholesky(factor, ld, n, reciprocal));
        free(a);
        free(b);
        free(factor);
        free(solution);
        free(right);
        free(reciprocal);
    }
    gsl_rng_free(rng);
}
END_TEST

START_TEST(measures)
{
    gsl_rng *rng = ct_rng("measures");
    for (size_t count = 1; count <= 40; count++)
        for (unsigned p = 2; p <= 64; p *= 2) {
            size_t padded = nw_round_up(count, NW_LANES);
            double residual[40], weight[40], sup = 0, loss = 0, excess = 0, aim = uniform(rng, 0, 1);
            fill(residual, count, rng, -1, 1);
            for (size_t i = count; i < padded; i++)
                residual[i] = residual[count - 1];
            double scale = uniform(rng, 0.5, 1.5);
            nw_measure measure = nw_units_measure(residual, count, scale, p, aim, weight);
            for (size_t i = 0; i < count; i++) {
                double size = fabs(residual[i]), over = fmax(0, size - aim);
                sup = fmax(sup, size);
                loss += pow(scale * size, p);
                excess += over * over;
                ck_assert_double_le(fabs(weight[i] - pow(scale * size, (p - 2) / 2.0)), 1e-12 * (1 + weight[i]));
            }
            for (size_t i = count; i < padded; i++)
                ck_assert_double_eq(weight[i], 0);
            ck_assert_double_eq(measure.sup, sup);
            ck_assert_double_le(fabs(measure.loss - loss), 1e-12 * loss);
            ck_assert_double_le(fabs(measure.excess - excess), 1e-12 * (1e-3 + excess));
            size_t where;
            ck_assert_double_eq(nw_units_peak(residual, count, &where), sup);
            ck_assert_double_eq(fabs(residual[where]), sup);
            residual[count / 2] = NAN;
            ck_assert(isnan(nw_units_measure(residual, count, scale, p, aim, NULL).loss));
        }
    gsl_rng_free(rng);
}
END_TEST

/* ---- the model ---- */

typedef struct cloud {
    nw_fit_data data;
    double *x, *y;
} cloud;

static cloud random_cloud(gsl_rng *rng, size_t count, int inputs)
{
    cloud c = {.x = nw_alloc(count * (size_t)inputs, sizeof(double)), .y = nw_alloc(count, sizeof(double))};
    fill(c.x, count * (size_t)inputs, rng, -1, 1);
    fill(c.y, count, rng, -1, 1);
    c.data = (nw_fit_data){.count = count, .inputs = inputs, .x = c.x, .y = c.y};
    return c;
}

static void free_cloud(cloud *c)
{
    free(c->x);
    free(c->y);
}

/* Residuals and Gram matrix of one model against the network's forward pass and Jacobian. */
static void compare_model(nw_fit_model *model, const nw_fit_data *data, gsl_rng *rng)
{
    size_t n = model->count, ld = nw_fit_columns(model), padded = model->points->padded;
    double *parameters = nw_alloc(n, sizeof(double)), *residual = nw_alloc(padded, sizeof(double));
    double *weight = nw_alloc(padded, sizeof(double)), *matrix = nw_alloc(ld * ld, sizeof(double));
    double *jacobian = nw_alloc(data->count * (n + 1), sizeof(double)), *y = nw_alloc(data->count, sizeof(double));
    double *columns = nw_alloc(n * padded, sizeof(double)), *rows = nw_alloc(data->count * n, sizeof(double));
    fill(parameters, n, rng, -1.5, 1.5);
    fill(weight, data->count, rng, 0, 1);
    nw_network *network = nw_fit_model_network(model, parameters);
    nw_net_work *work = nw_net_work_new(network, 64);
    nw_network_jacobian(network, data->count, data->x, rows, y, work);
    nw_fit_evaluate(model, parameters, residual);
    nw_fit_jacobian(model, parameters, columns);
    for (size_t i = 0; i < data->count; i++) {
        ck_assert_double_le(fabs(residual[i] - (y[i] - data->y[i])), 1e-13 * (1 + fabs(y[i])));
        for (size_t p = 0; p < n; p++) {
            ck_assert_double_le(fabs(columns[p * padded + i] - rows[i * n + p]), 1e-12);
            jacobian[i * (n + 1) + p] = weight[i] * rows[i * n + p];
        }
        jacobian[i * (n + 1) + n] = weight[i] * residual[i];
    }
    size_t firsts[2] = {0, model->first_linear};
    for (int f = 0; f < 2; f++) {
        nw_fit_gram(model, parameters, firsts[f], weight, residual, matrix);
        for (size_t p = firsts[f]; p <= n; p++)
            for (size_t q = p; q <= n; q++) {
                double sum = 0, size = 0;
                for (size_t i = 0; i < data->count; i++) {
                    sum += jacobian[i * (n + 1) + p] * jacobian[i * (n + 1) + q];
                    size += fabs(jacobian[i * (n + 1) + p] * jacobian[i * (n + 1) + q]);
                }
                ck_assert_double_le(fabs(matrix[(p - firsts[f]) * ld + q - firsts[f]] - sum), 1e-12 * (size + 1));
            }
    }
    nw_net_work_free(work);
    nw_network_free(network);
    free(parameters);
    free(residual);
    free(weight);
    free(matrix);
    free(jacobian);
    free(y);
    free(columns);
    free(rows);
}

START_TEST(models_are_networks)
{
    gsl_rng *rng = ct_rng("models");
    nw_fit_model model = {0};
    for (int activation = 0; activation < NW_ACTIVATION_COUNT; activation++)
        for (int inputs = 1; inputs <= 4; inputs++)
            for (size_t layers = 1; layers <= 2; layers++) {
                size_t count = inputs == 2 ? 530 : (size_t)ct_between(rng, 1, 90);
                cloud c = random_cloud(rng, count, inputs);
                nw_fit_points points;
                nw_fit_points_set(&points, &c.data);
                for (size_t width = 1; width <= 5; width += 2) {
                    nw_fit_model_set(&model, &points, (nw_activation)activation, layers, width,
                                     ct_between(rng, 0, 1) == 1);
                    compare_model(&model, &c.data, rng);
                }
                nw_fit_points_clear(&points);
                free_cloud(&c);
            }
    nw_fit_model_clear(&model);
    gsl_rng_free(rng);
}
END_TEST

/* ---- Levenberg-Marquardt against GSL ---- */

enum { GSL_POINTS = 60 };

static int gsl_residuals(const gsl_vector *parameters, void *state, gsl_vector *residual)
{
    nw_fit_model *model = state;
    double out[64];
    nw_fit_evaluate(model, parameters->data, out);
    memcpy(residual->data, out, GSL_POINTS * sizeof *out);
    return GSL_SUCCESS;
}

static int gsl_derivatives(const gsl_vector *parameters, void *state, gsl_matrix *jacobian)
{
    nw_fit_model *model = state;
    double out[64], columns[64 * 32];
    nw_fit_evaluate(model, parameters->data, out);
    nw_fit_jacobian(model, parameters->data, columns);
    for (size_t i = 0; i < GSL_POINTS; i++)
        for (size_t p = 0; p < model->count; p++)
            gsl_matrix_set(jacobian, i, p, columns[p * 64 + i]);
    return GSL_SUCCESS;
}

static double gsl_minimum(nw_fit_model *model, const double *start)
{
    gsl_multifit_nlinear_parameters options = gsl_multifit_nlinear_default_parameters();
    gsl_multifit_nlinear_workspace *work =
        gsl_multifit_nlinear_alloc(gsl_multifit_nlinear_trust, &options, GSL_POINTS, model->count);
    gsl_multifit_nlinear_fdf problem = {
        .f = gsl_residuals, .df = gsl_derivatives, .n = GSL_POINTS, .p = model->count, .params = model};
    gsl_vector_const_view view = gsl_vector_const_view_array(start, model->count);
    int info;
    double norm;
    gsl_multifit_nlinear_init(&view.vector, &problem, work);
    gsl_multifit_nlinear_driver(500, 1e-12, 1e-12, 0, NULL, NULL, &info, work);
    gsl_vector *residual = gsl_multifit_nlinear_residual(work);
    gsl_blas_ddot(residual, residual, &norm);
    gsl_multifit_nlinear_free(work);
    return norm;
}

/* A noisy network, started near the truth: both find the minimum of that basin. */
START_TEST(least_squares_as_gsl)
{
    gsl_rng *rng = ct_rng("gsl");
    nw_fit_options options = nw_fit_defaults();
    for (size_t width = 1; width <= 3; width++)
        for (int repeat = 0; repeat < 4; repeat++) {
            cloud c = random_cloud(rng, GSL_POINTS, 1);
            double truth[32], start[32], output[64];
            nw_fit_run run;
            memset(c.y, 0, GSL_POINTS * sizeof(double));
            nw_fit_run_begin(&run, &c.data, NULL, &options);
            nw_fit_run_width(&run, width);
            for (size_t j = 0; j < width; j++) {
                truth[j] = uniform(rng, 2, 4);
                truth[width + j] = truth[j] * (uniform(rng, 0, 0.4) - 1 + (2 * (double)j + 1) / (double)width);
                truth[2 * width + j] = uniform(rng, 0.5, 1) * (j % 2 == 0 ? 1 : -1);
            }
            truth[3 * width] = uniform(rng, -1, 1);
            nw_fit_evaluate(&run.model, truth, output);
            for (size_t i = 0; i < GSL_POINTS; i++)
                c.y[i] = output[i] + uniform(rng, -0.05, 0.05);
            nw_fit_run_reread(&run);
            nw_fit_run_width(&run, width);
            for (size_t p = 0; p < run.model.count; p++)
                start[p] = truth[p] * uniform(rng, 0.9, 1.1);
            double expected = gsl_minimum(&run.model, start), found = 0;
            nw_fit_start(&run, &run.points, start);
            nw_fit_minimise(&run, 2, 5000, 1e-16);
            for (size_t i = 0; i < GSL_POINTS; i++)
                found += run.residual[i] * run.residual[i];
            /* Several units in noise have a flat valley, in which neither gets to the very end. */
            double slack = width == 1 ? 1e-9 : 1e-4;
            ck_assert_msg(fabs(found - expected) <= slack * expected, "width %zu: %.17g, GSL %.17g", width, found,
                          expected);
            nw_fit_run_end(&run);
            free_cloud(&c);
        }
    gsl_rng_free(rng);
}
END_TEST

/* ---- minimax ---- */

/* x^n by polynomials of degree < n: the error of the best is 2^(1-n). */
START_TEST(chebyshev)
{
    for (size_t n = 1; n <= 8; n++) {
        size_t rows = 1001;
        nw_minimax problem;
        nw_minimax_begin(&problem, rows, n);
        problem.count = rows;
        for (size_t i = 0; i < rows; i++) {
            /* Chebyshev points hold the extrema for every n that divides 1000 and nearly so for others. */
            double x = cos(M_PI * (double)i / (double)(rows - 1));
            problem.residual[i] = pow(x, (double)n);
            for (size_t k = 0; k < n; k++)
                problem.columns[k * problem.padded + i] = cos((double)k * acos(x));
        }
        ck_assert(nw_minimax_solve(&problem, 10, NULL));
        double expected = ldexp(1, 1 - (int)n), largest = 0;
        ck_assert_msg(problem.level <= 1.001 * expected + 0.032 * (1 - expected) && problem.level >= 0.9999 * expected,
                      "n = %zu: %.9g, expected %.9g", n, problem.level, expected);
        for (size_t i = 0; i < rows; i++) {
            double value = problem.residual[i];
            for (size_t k = 0; k < n; k++)
                value += problem.step[k] * problem.columns[k * problem.padded + i];
            largest = fmax(largest, fabs(value));
        }
        /* The level is an upper bound that the iteration keeps. */
        ck_assert_double_le(largest, problem.level * (1 + 1e-9));
        nw_minimax_end(&problem);
    }
}
END_TEST

/* One unknown that wants to go far: the box holds it. */
START_TEST(minimax_in_a_box)
{
    nw_minimax problem;
    nw_minimax_begin(&problem, 10, 1);
    problem.count = 10;
    for (size_t i = 0; i < 10; i++) {
        problem.residual[i] = 1;
        problem.columns[i] = 1;
    }
    ck_assert(nw_minimax_solve(&problem, 0.25, NULL));
    ck_assert_double_le(fabs(problem.step[0] + 0.25), 0.01);
    ck_assert_double_le(fabs(problem.level - 0.75), 0.01);
    bool stop = true;
    ck_assert(!nw_minimax_solve(&problem, 0.25, &stop));
    nw_minimax_end(&problem);
}
END_TEST

/* ---- fits ---- */

static double network_error(const nw_network *network, const nw_fit_data *data)
{
    nw_net_work *work = nw_net_work_new(network, 64);
    double *y = nw_alloc(data->count, sizeof *y), error = 0;
    nw_network_forward(network, data->count, data->x, y, work);
    for (size_t i = 0; i < data->count; i++)
        error = isnan(y[i]) ? INFINITY : fmax(error, fabs(y[i] - data->y[i]));
    nw_net_work_free(work);
    free(y);
    return error;
}

static void expect_sound(const nw_fit_result *result, const nw_fit_data *data, const char *what)
{
    ck_assert_msg(result->network != NULL, "%s: no network", what);
    ck_assert_msg(nw_network_check_finite(result->network, NULL) == NW_OK, "%s: parameters", what);
    double error = network_error(result->network, data);
    ck_assert_msg(fabs(error - result->error) <= 1e-11 * (1 + error), "%s: error %.17g, said %.17g", what, error,
                  result->error);
    for (int k = 0; k < NW_STAGE_COUNT; k++) {
        const nw_fit_gain *gain = result->gains + k;
        ck_assert_msg(gain->runs > 0 || (gain->iterations == 0 && gain->before == 0 && gain->after == 0), "%s: %s",
                      what, nw_fit_stage_words[k]);
        bool descends = k == NW_STAGE_LEAST_SQUARES || k == NW_STAGE_CONTINUATION || k == NW_STAGE_POLISH;
        ck_assert_msg(!descends || gain->after <= gain->before, "%s: %s raised the error", what, nw_fit_stage_words[k]);
    }
}

/* y = a random network of this width with well separated units. */
static void draw_network_values(cloud *c, gsl_rng *rng, nw_activation activation, size_t width)
{
    nw_network *network = nw_network_new((size_t)c->data.inputs, &width, 1, 1, activation, true);
    size_t inputs = (size_t)c->data.inputs;
    double *p = network->parameters;
    for (size_t j = 0; j < width; j++) {
        double place = -0.7 + 1.4 * ((double)j + 0.5) / (double)width;
        for (size_t a = 0; a < inputs; a++) {
            double slope = uniform(rng, 1.5, 3) * (activation == NW_LOGISTIC ? 2 : 1);
            p[j * inputs + a] = gsl_rng_uniform(rng) < 0.5 ? -slope : slope;
            p[width * inputs + j] -= p[j * inputs + a] * place;
        }
        p[width * (inputs + 1) + j] = uniform(rng, 0.5, 1) * (j % 2 == 0 ? 1 : -1);
    }
    p[width * (inputs + 2)] = uniform(rng, -1, 1);
    nw_net_work *work = nw_net_work_new(network, 64);
    nw_network_forward(network, c->data.count, c->x, c->y, work);
    nw_net_work_free(work);
    nw_network_free(network);
}

START_TEST(networks_are_recovered)
{
    static const nw_activation activations[] = {NW_TANH, NW_LOGISTIC, NW_ARCTAN, NW_ELU, NW_RELU, NW_CRELU};
    gsl_rng *rng = ct_rng("recovery");
    for (size_t k = 0; k < sizeof activations / sizeof *activations; k++)
        for (int inputs = 1; inputs <= 2; inputs++)
            /* Kinks make basins of their own: three units with kinks are not always found. */
            for (size_t width = 1; width <= (k < 3 ? 3 : 2); width++) {
                cloud c = random_cloud(rng, inputs == 1 ? 150 : 300, inputs);
                draw_network_values(&c, rng, activations[k], width);
                nw_fit_options options = nw_fit_defaults();
                options.activation = activations[k];
                options.goal = 1e-6;
                nw_fit_result result;
                nw_fit(&result, &c.data, width, &options);
                ck_assert_msg(result.error <= 1e-6, "%s, %d inputs, width %zu: %g", nw_activation_words[activations[k]],
                              inputs, width, result.error);
                expect_sound(&result, &c.data, "recovery");
                ck_assert_uint_eq(result.network->layers[0].units, width);
                nw_fit_result_clear(&result);
                free_cloud(&c);
            }
    gsl_rng_free(rng);
}
END_TEST

static cloud smooth_cloud(size_t count)
{
    cloud c = {.x = nw_alloc(count, sizeof(double)), .y = nw_alloc(count, sizeof(double))};
    for (size_t i = 0; i < count; i++) {
        c.x[i] = -1 + 2 * (double)i / (double)(count - 1);
        c.y[i] = exp(c.x[i]) * sin(3 * c.x[i]) + 0.3 * fabs(c.x[i]);
    }
    c.data = (nw_fit_data){.count = count, .inputs = 1, .x = c.x, .y = c.y};
    return c;
}

/* From random starts of any shape the error never rises, whatever the goal. */
START_TEST(refining_never_loses)
{
    static const size_t shapes[5][3] = {{4, 0, 0}, {3, 3, 0}, {2, 5, 3}, {1, 0, 0}, {6, 2, 0}};
    static const size_t depths[5] = {1, 2, 3, 1, 2};
    gsl_rng *rng = ct_rng("refine");
    cloud c = smooth_cloud(101);
    for (int activation = 0; activation < NW_ACTIVATION_COUNT; activation++)
        for (int shape = 0; shape < 5; shape++) {
            nw_network *start =
                nw_network_new(1, shapes[shape], depths[shape], 1, (nw_activation)activation, shape % 2 == 0);
            fill(start->parameters, start->parameter_count, rng, -2, 2);
            nw_fit_options options = nw_fit_defaults();
            options.goal = shape == 1 ? 0.2 : 0;
            nw_fit_result result;
            nw_fit_refine(&result, &c.data, start, &options);
            ck_assert_double_le(result.error, network_error(start, &c.data) * (1 + 1e-12));
            ck_assert_uint_eq(result.network->layer_count, depths[shape] + 1);
            ck_assert_uint_eq(result.network->parameter_count, start->parameter_count);
            expect_sound(&result, &c.data, nw_activation_words[activation]);
            nw_fit_result_clear(&result);
            nw_network_free(start);
        }
    nw_network *line = nw_network_new(1, NULL, 0, 1, NW_TANH, true);
    nw_fit_options options = nw_fit_defaults();
    nw_fit_result result;
    for (size_t i = 0; i < c.data.count; i++)
        c.y[i] = c.x[i] * c.x[i];
    nw_fit_refine(&result, &c.data, line, &options);
    ck_assert_double_le(fabs(result.error - 0.5), 1e-3); /* the best line for x^2 is 1/2 */
    nw_fit_result_clear(&result);
    nw_network_free(line);
    free_cloud(&c);
    gsl_rng_free(rng);
}
END_TEST

/* The polish gains on what continuation leaves, and the error of a good minimax fit of 7 parameters is attained with
 * changing signs at least 7 times. */
START_TEST(polish_levels_the_error)
{
    cloud c = smooth_cloud(301);
    nw_fit_options options = nw_fit_defaults();
    nw_fit_run run;
    nw_fit_run_begin(&run, &c.data, NULL, &options);
    nw_fit_run_width(&run, 2);
    double start[7] = {2, 2, 1, -1, 1, 1, 0};
    nw_fit_start(&run, &run.points, start);
    nw_fit_descend(&run, &nw_fit_full_plan);
    double before = run.best_error, after = nw_fit_polish(&run);
    ck_assert_double_lt(after, before);
    nw_fit_evaluate(&run.model, run.best, run.residual);
    int alternations = 0;
    double last = 0;
    for (size_t i = 0; i < c.data.count; i++)
        if (fabs(run.residual[i]) > 0.97 * after) {
            alternations += last * run.residual[i] <= 0;
            last = run.residual[i];
        }
    ck_assert_msg(alternations >= 7, "%d alternations at %g (%g before)", alternations, after, before);
    double again = nw_fit_polish(&run);
    ck_assert_double_le(again, after);
    nw_fit_run_end(&run);
    free_cloud(&c);
}
END_TEST

static void expect_fit(const nw_fit_data *data, size_t width, double most, const char *what)
{
    for (int activation = 0; activation < NW_ACTIVATION_COUNT; activation++)
        for (size_t layers = 1; layers <= 2; layers++) {
            nw_fit_options options = nw_fit_defaults();
            options.activation = (nw_activation)activation;
            options.hidden_layers = layers;
            options.starts = 2;
            nw_fit_result result;
            nw_fit(&result, data, width, &options);
            expect_sound(&result, data, what);
            ck_assert_msg(result.error <= most, "%s, %s: %g", what, nw_activation_words[activation], result.error);
            nw_fit_result_clear(&result);
        }
}

START_TEST(degenerate_data)
{
    double x[20], y[20];
    for (int i = 0; i < 20; i++) {
        x[i] = i / 10.0 - 1;
        y[i] = 0.75;
    }
    expect_fit(&(nw_fit_data){20, 1, x, y}, 2, 1e-12, "constant");
    memset(y, 0, sizeof y);
    expect_fit(&(nw_fit_data){20, 1, x, y}, 1, 1e-12, "zero");
    for (int i = 0; i < 20; i++)
        x[i] = 0.5;
    y[3] = 1;
    expect_fit(&(nw_fit_data){20, 1, x, y}, 1, 0.6, "one place, two values");
    expect_fit(&(nw_fit_data){1, 1, x, y + 3}, 3, 1e-6, "one point");
    for (int i = 0; i < 20; i++) {
        x[i] = (i / 2) / 10.0;
        y[i] = 1e150 * (double)(i / 2 % 3);
    }
    expect_fit(&(nw_fit_data){20, 1, x, y}, 2, 1.01e150, "duplicates, huge");
    for (int i = 0; i < 20; i++)
        y[i] = 1e-150 * (double)(i / 2 % 3);
    expect_fit(&(nw_fit_data){20, 1, x, y}, 2, 1.01e-150, "tiny");
    expect_fit(&(nw_fit_data){5, 4, x, y}, 2, 1.01e-150, "fewer points than parameters");
}
END_TEST

START_TEST(stopping)
{
    cloud c = smooth_cloud(101);
    const volatile bool stop = true;
    nw_fit_options options = nw_fit_defaults();
    options.stop = &stop;
    nw_fit_result result;
    nw_fit(&result, &c.data, 5, &options);
    expect_sound(&result, &c.data, "stopped");
    ck_assert_uint_eq(result.network->layers[0].units, 5);
    ck_assert_uint_eq(result.restarts, 0);
    nw_fit_result_clear(&result);
    free_cloud(&c);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("fit");
    TCase *tests = ct_case(suite, "linear algebra");
    tcase_add_test(tests, gram_matrices);
    tcase_add_test(tests, cholesky);
    tcase_add_test(tests, measures);
    tests = ct_case(suite, "model");
    tcase_add_test(tests, models_are_networks);
    tcase_add_test(tests, least_squares_as_gsl);
    tests = ct_case(suite, "minimax");
    tcase_add_test(tests, chebyshev);
    tcase_add_test(tests, minimax_in_a_box);
    tests = ct_case(suite, "fits");
    tcase_add_test(tests, networks_are_recovered);
    tcase_add_test(tests, refining_never_loses);
    tcase_add_test(tests, polish_levels_the_error);
    tcase_add_test(tests, degenerate_data);
    tcase_add_test(tests, stopping);
    return ct_main(suite);
}
