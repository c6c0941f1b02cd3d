/* h(x, I) = g(x; f(I)): fit/hyper*.h against its two networks and against finite differences; pairing of units
 * (fit/assign.h), paths of weights (fit/task_path.h, study/slices.h), moves and fits, and the whole with its proof
 * (study/realise.h, report/realise_report.h). */
#include "check_common.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "fit/assign.h"
#include "fit/hyper_run.h"
#include "net/composite.h"
#include "report/realise_report.h"
#include "study/realise.h"
#include "study/samples.h"
#include "study/slices.h"

static nw_target *target_of(const char *word)
{
    nw_target *target;
    nw_error error;
    ck_assert_msg(nw_target_parse(&target, word, &error) == NW_OK, "%s: %s", word, error.message);
    return target;
}

static double uniform(gsl_rng *rng, double low, double high)
{
    return low + (high - low) * gsl_rng_uniform(rng);
}

static void fill(double *x, size_t count, gsl_rng *rng, double size)
{
    for (size_t i = 0; i < count; i++)
        x[i] = uniform(rng, -size, size);
}

static nw_hyper_shape random_shape(gsl_rng *rng)
{
    static const nw_activation smooth[] = {NW_TANH, NW_LOGISTIC, NW_ARCTAN};
    return (nw_hyper_shape){.m1 = (size_t)ct_between(rng, 1, 2),
                            .m2 = (size_t)ct_between(rng, 1, 2),
                            .width = (size_t)ct_between(rng, 1, 4),
                            .f_width = (size_t)ct_between(rng, 1, 4),
                            .f_layers = (size_t)ct_between(rng, 1, 2),
                            .activation = smooth[ct_between(rng, 0, 2)],
                            .output_bias = ct_between(rng, 0, 1) == 1,
                            .form = (nw_hyper_form)ct_between(rng, 0, NW_HYPER_FORM_COUNT - 1)};
}

static void random_data(nw_fit_data *data, size_t inputs, size_t count, gsl_rng *rng)
{
    double *x = nw_alloc(count * inputs, sizeof *x), *y = nw_alloc(count, sizeof *y);
    fill(x, count * inputs, rng, 1);
    fill(y, count, rng, 1);
    *data = (nw_fit_data){.count = count, .inputs = (int)inputs, .x = x, .y = y};
}

static void free_data(nw_fit_data *data)
{
    free((void *)data->x);
    free((void *)data->y);
}

static nw_composite *compose(const nw_hyper_shape *shape, const double *fitted)
{
    nw_composite *composite;
    nw_error error;
    nw_status status = nw_composite_new(&composite, NW_HYPERNETWORK, shape->m1, shape->m2,
                                        nw_hyper_primary_network(shape), nw_hyper_task_network(shape, fitted), &error);
    ck_assert_msg(status == NW_OK, "%s", error.message);
    return composite;
}

/* ---- the model ---- */

/* Values are those of the two networks; the Jacobian is that of central differences, extrapolated; the minimiser's
 * padding and chunks included. */
START_TEST(derivatives)
{
    gsl_rng *rng = ct_rng("hyper derivatives");
    for (int trial = 0; trial < 60; trial++) {
        nw_hyper_shape shape = random_shape(rng);
        size_t count = (size_t)ct_between(rng, 1, trial % 10 == 0 ? NW_CHUNK + 60 : 40);
        nw_fit_data data;
        nw_fit_points points;
        random_data(&data, shape.m1 + shape.m2, count, rng);
        nw_fit_points_set(&points, &data);
        nw_hyper_model hyper;
        nw_fit_model model = {0};
        nw_hyper_model_begin(&hyper, &shape);
        nw_fit_model_set_function(&model, &points, &hyper.function);
        size_t n = nw_hyper_free_count(&shape), padded = points.padded;
        ck_assert_uint_eq(model.count, n);
        double *at = nw_alloc(n, sizeof *at), *moved = nw_alloc(n, sizeof *moved);
        double *residual = nw_alloc(padded, sizeof *residual), *jacobian = nw_alloc(n * padded, sizeof *jacobian);
        double *values = nw_alloc(count, sizeof *values), *sides = nw_alloc(4 * padded, sizeof *sides);
        fill(at, n, rng, 1);
        nw_fit_evaluate(&model, at, residual);
        nw_fit_jacobian(&model, at, jacobian);
        nw_composite *composite = compose(&shape, at);
        nw_composite_values(composite, count, data.x, values);
        for (size_t i = 0; i < count; i++)
            ck_assert_double_le(fabs(values[i] - data.y[i] - residual[i]), 1e-11);
        nw_composite_free(composite);
        for (size_t p = 0; p < n; p++) {
            static const double steps[4] = {1e-3, -1e-3, 5e-4, -5e-4};
            for (int k = 0; k < 4; k++) {
                memcpy(moved, at, n * sizeof *at);
                moved[p] += steps[k];
                nw_fit_evaluate(&model, moved, sides + (size_t)k * padded);
            }
            for (size_t i = 0; i < count; i++) {
                double coarse = (sides[i] - sides[padded + i]) / 2e-3;
                double fine = (sides[2 * padded + i] - sides[3 * padded + i]) / 1e-3;
                double expected = (4 * fine - coarse) / 3, actual = jacobian[p * padded + i];
                ck_assert_msg(fabs(actual - expected) <= 1e-8 * (1 + fabs(expected)),
                              "parameter %zu of %zu at point %zu: %.12g, by differences %.12g", p, n, i, actual,
                              expected);
            }
        }
        nw_fit_model_clear(&model);
        nw_hyper_model_end(&hyper);
        nw_fit_points_clear(&points);
        free_data(&data);
        free(at);
        free(moved);
        free(residual);
        free(jacobian);
        free(values);
        free(sides);
    }
    gsl_rng_free(rng);
}
END_TEST

/* What a form keeps constant is so for every task, and costs no connection. */
START_TEST(forms_keep_constant)
{
    gsl_rng *rng = ct_rng("hyper forms");
    for (int trial = 0; trial < 60; trial++) {
        nw_hyper_shape shape = random_shape(rng);
        size_t n = nw_hyper_primary_count(&shape), total = nw_hyper_count(&shape), zeros = 0;
        double *fitted = nw_alloc(nw_hyper_free_count(&shape), sizeof *fitted), x[2][2], *theta[2];
        for (size_t i = 0; i < nw_hyper_free_count(&shape); i++)
            fitted[i] = uniform(rng, 0.5, 1);
        nw_network *task = nw_hyper_task_network(&shape, fitted);
        ck_assert_uint_eq(task->parameter_count, total);
        ck_assert_uint_eq(task->outputs, n);
        for (size_t q = 0; q < total; q++)
            zeros += task->parameters[q] == 0;
        ck_assert_uint_eq(total - zeros, nw_hyper_free_count(&shape));
        nw_net_work *work = nw_net_work_new(task, 1);
        for (int k = 0; k < 2; k++) {
            fill(x[k], 2, rng, 1);
            theta[k] = nw_alloc(n, sizeof(double));
            nw_network_forward(task, 1, x[k], theta[k], work);
        }
        size_t biases = shape.width * shape.m1, outputs = biases + shape.width;
        for (size_t p = 0; p < n; p++) {
            bool varies = shape.form == NW_HYPER_ALL || (shape.form == NW_HYPER_SHIFT && p >= biases) || p >= outputs;
            ck_assert(varies == nw_hyper_varies(&shape, p));
            ck_assert(varies == (theta[0][p] != theta[1][p]));
        }
        nw_net_work_free(work);
        nw_network_free(task);
        free(fitted);
        free(theta[0]);
        free(theta[1]);
    }
    gsl_rng_free(rng);
}
END_TEST

/* ---- pairing ---- */

static double least_by_search(const double *cost, size_t n, size_t row, unsigned used)
{
    if (row == n)
        return 0;
    double least = INFINITY;
    for (size_t j = 0; j < n; j++)
        if ((used >> j & 1u) == 0)
            least = fmin(least, cost[row * n + j] + least_by_search(cost, n, row + 1, used | 1u << j));
    return least;
}

START_TEST(assignments)
{
    gsl_rng *rng = ct_rng("assignments");
    for (int trial = 0; trial < 200; trial++) {
        size_t n = (size_t)ct_between(rng, 1, 6), partner[6];
        double cost[36], sum = 0;
        unsigned used = 0;
        fill(cost, n * n, rng, 5);
        nw_assign(partner, cost, n);
        for (size_t i = 0; i < n; i++) {
            used |= 1u << partner[i];
            sum += cost[i * n + partner[i]];
        }
        ck_assert_uint_eq(used, (1u << n) - 1);
        ck_assert_double_le(fabs(sum - least_by_search(cost, n, 0, 0)), 1e-12);
    }
    gsl_rng_free(rng);
}
END_TEST

/* A network whose units were shuffled, and turned where that changes only their names, is matched back to itself. */
START_TEST(matching)
{
    static const nw_activation kinds[] = {NW_TANH, NW_ARCTAN, NW_LOGISTIC, NW_RELU};
    gsl_rng *rng = ct_rng("matching");
    for (int trial = 0; trial < 80; trial++) {
        nw_activation kind = kinds[trial % 4];
        size_t n = (size_t)ct_between(rng, 1, 7), inputs = (size_t)ct_between(rng, 1, 2);
        nw_network *like = nw_network_new(inputs, &n, 1, 1, kind, true);
        fill(like->parameters, like->parameter_count, rng, 2);
        nw_network *other = nw_network_copy(like);
        double *bias = other->parameters + other->layers[0].biases;
        double *output = other->parameters + other->layers[1].weights, *constant = output + n;
        size_t first = (size_t)ct_between(rng, 0, (slong)n - 1);
        for (size_t i = 0; i < n; i++) { /* a rotation */
            size_t j = (i + first) % n;
            double sign = kind != NW_RELU && ct_between(rng, 0, 1) == 1 ? -1 : 1;
            for (size_t a = 0; a < inputs; a++)
                other->parameters[j * inputs + a] = sign * like->parameters[i * inputs + a];
            bias[j] = sign * nw_layer_biases(like, 0)[i];
            output[j] = sign * nw_layer_weights(like, 1)[i];
            if (kind == NW_LOGISTIC && sign < 0)
                *constant += nw_layer_weights(like, 1)[i];
        }
        nw_network_match(other, like);
        for (size_t p = 0; p < like->parameter_count; p++)
            ck_assert_double_le(fabs(other->parameters[p] - like->parameters[p]), 1e-12);
        nw_network_free(like);
        nw_network_free(other);
    }
    gsl_rng_free(rng);
}
END_TEST

/* ---- slices and paths ---- */

START_TEST(slices_of_targets)
{
    static const char *const words[] = {"bump:r=1,n=2,M=3", "bump:r=1,n=3,M=2", "trig:r=1,n=3", "inner:r=1,m1=2,m2=2"};
    for (size_t w = 0; w < sizeof words / sizeof words[0]; w++) {
        nw_target *target = target_of(words[w]);
        size_t inputs = (size_t)nw_target_inputs(target);
        for (size_t m1 = 1; m1 < inputs; m1++) {
            nw_slices slices;
            nw_slices_begin(&slices, target, m1);
            const nw_task_slices *grid = &slices.grid;
            size_t centres = 0;
            ck_assert_uint_eq(grid->m1 + grid->m2, inputs);
            ck_assert_uint_le(grid->task_count, 200);
            for (size_t t = 0; t < grid->task_count; t++) {
                double point[NW_MOST_INPUTS];
                memcpy(point + m1, grid->tasks + t * grid->m2, grid->m2 * sizeof *point);
                bool centre = true;
                for (size_t a = m1; a < inputs; a++) {
                    double cell = (point[a] + 1) * 3 / 2; /* M = 3: odd halves are centres */
                    centre = centre && fabs(cell - floor(cell) - 0.5) < 1e-12;
                }
                centres += centre;
                for (size_t i = 0; i < grid->count; i += 7) {
                    memcpy(point, grid->x + i * m1, m1 * sizeof *point);
                    ck_assert(fabs(nw_target_value(target, point) - grid->y[t * grid->count + i]) <= 1e-15);
                }
            }
            if (w == 0)
                ck_assert_uint_eq(centres, 3);
            nw_slices_clear(&slices);
        }
        nw_target_free(target);
    }
}
END_TEST

/* A front that moves with the task: every task is reached from its neighbour, in small steps, and is served. */
START_TEST(paths_are_continuous)
{
    nw_target *target = target_of("expr:tanh(4*x1-2*I1)/20+sin(I1)*x1/40");
    nw_slices slices;
    nw_task_path path;
    nw_fit_options options = nw_fit_defaults();
    nw_slices_begin(&slices, target, 1);
    options.goal = 0.02 * nw_target_amplitude(target) / 20;
    nw_task_path_find(&path, &slices.grid, 3, &options);
    ck_assert_uint_eq(path.parameters, 10);
    ck_assert_uint_le(path.fresh, 1);
    ck_assert(path.worst <= options.goal);
    for (size_t t = 0; t < path.task_count; t++) {
        size_t width = 3;
        nw_network *g = nw_network_new(1, &width, 1, 1, NW_TANH, true);
        memcpy(g->parameters, path.weights + t * 10, 10 * sizeof(double));
        double *y = nw_alloc(slices.grid.count, sizeof *y), worst = 0;
        nw_net_work *work = nw_net_work_new(g, 64);
        nw_network_forward(g, slices.grid.count, slices.x, y, work);
        for (size_t i = 0; i < slices.grid.count; i++)
            worst = fmax(worst, fabs(y[i] - slices.y[t * slices.grid.count + i]));
        ck_assert_double_le(worst, options.goal * (1 + 1e-9));
        for (size_t p = 0; p < 10 && t > 0; p++)
            ck_assert_double_le(fabs(path.weights[t * 10 + p] - path.weights[(t - 1) * 10 + p]), 1);
        nw_net_work_free(work);
        nw_network_free(g);
        free(y);
    }
    ck_assert_uint_le(nw_task_least_width(&slices.grid, 5, &options), 3);
    nw_task_path_clear(&path);
    options.goal = 1e-9 * nw_target_amplitude(target);
    options.starts = 0;
    ck_assert_uint_eq(nw_task_least_width(&slices.grid, 2, &options), 0);
    /* Tasks that are not served say so. */
    nw_task_path_find(&path, &slices.grid, 1, &options);
    ck_assert_uint_ge(path.fresh, 1);
    ck_assert(path.worst > 1e-3 * nw_target_amplitude(target));
    nw_task_path_clear(&path);
    nw_slices_clear(&slices);
    nw_target_free(target);
}
END_TEST

/* ---- moves ---- */

typedef struct setup {
    nw_target *target;
    nw_samples samples;
    nw_slices slices;
    nw_hyper_options options;
} setup;

static void setup_begin(setup *s, const char *word, size_t m1, double theta)
{
    s->target = target_of(word);
    nw_samples_begin(&s->samples, s->target);
    nw_slices_begin(&s->slices, s->target, m1);
    s->options = (nw_hyper_options){.fit = nw_fit_defaults(), .largest_f_width = 8};
    s->options.fit.goal = theta * nw_target_amplitude(s->target);
    s->options.shape = (nw_hyper_shape){.m1 = m1,
                                        .m2 = (size_t)nw_target_inputs(s->target) - m1,
                                        .width = 3,
                                        .f_width = 3,
                                        .f_layers = 1,
                                        .activation = NW_TANH,
                                        .output_bias = true};
}

static void setup_end(setup *s)
{
    nw_samples_clear(&s->samples);
    nw_slices_clear(&s->slices);
    nw_target_free(s->target);
}

/* A fit with one unit of no effect in f, or in g: pruning finds that unit, and what is left needs no fit.  Growth makes
 * nothing worse. */
START_TEST(moves)
{
    gsl_rng *rng = ct_rng("hyper moves");
    for (int trial = 0; trial < 16; trial++) {
        setup s;
        setup_begin(&s, "bump:r=1,n=2,M=2,signs=plus", 1, 0.3);
        nw_hyper_shape shape = random_shape(rng);
        shape.m1 = shape.m2 = 1;
        shape.width += 1;
        shape.f_width += 1;
        nw_hyper_part part = trial % 2 == 0 ? NW_PART_F : NW_PART_G;
        nw_hyper_model model;
        nw_hyper_model_begin(&model, &shape);
        nw_network *task = model.task;
        fill(task->parameters, task->parameter_count, rng, 1);
        const nw_layer *last = task->layers + shape.f_layers;
        size_t dead = (size_t)ct_between(rng, 0, (slong)(part == NW_PART_F ? shape.f_width : shape.width) - 1);
        for (size_t q = last->weights; q < task->parameter_count; q++) {
            bool weight = q < last->biases;
            size_t p = weight ? (q - last->weights) / shape.f_width : q - last->biases;
            if (part == NW_PART_F ? weight && (q - last->weights) % shape.f_width == dead
                                  : p == shape.width * 2 + dead)
                task->parameters[q] = 0;
        }
        double *fitted = nw_alloc(nw_hyper_free_count(&shape), sizeof *fitted);
        nw_hyper_gather(&model, fitted, task->parameters);
        nw_hyper_model_end(&model);
        /* The target of this fit is the network itself. */
        nw_composite *composite = compose(&shape, fitted);
        nw_composite_values(composite, s.samples.data.count, s.samples.x, s.samples.y);
        nw_composite_free(composite);
        s.options.fit.goal = 1e-7;
        nw_hyper_run hyper;
        nw_hyper_run_begin(&hyper, &s.samples.data, &s.slices.grid, NULL, &s.options.fit);
        nw_hyper_run_shape(&hyper, &shape);
        nw_hyper_candidate from = {.shape = shape}, to = {0};
        nw_fit_start(&hyper.run, nw_fit_explored(&hyper.run), fitted);
        nw_fit_candidate_take(&from.fit, &hyper.run, NW_STAGE_CONTINUATION);
        ck_assert_double_le(from.fit.error, 1e-10);
        bool deep_f = shape.f_layers == 2 && part == NW_PART_F; /* two units go at once, and the first one had effect */
        nw_hyper_prune(&hyper, &to, &from, part, deep_f ? SIZE_MAX : 1, NW_HYPER_PRUNE);
        ck_assert(to.fit.accepted || deep_f);
        ck_assert_uint_eq(to.shape.width, shape.width - (part == NW_PART_G));
        ck_assert_uint_eq(to.shape.f_width, shape.f_width - (part == NW_PART_F));
        if (to.fit.accepted && !deep_f)
            ck_assert_double_le(to.fit.error, 1e-10);
        nw_hyper_grow(&hyper, &to, &from, part, rng);
        ck_assert(to.fit.accepted);
        ck_assert_double_le(to.fit.error, 1e-10);
        ck_assert_uint_eq(to.shape.width, shape.width + (part == NW_PART_G));
        ck_assert_uint_eq(to.shape.f_width, shape.f_width + (part == NW_PART_F));
        nw_hyper_candidate_clear(&from);
        nw_hyper_candidate_clear(&to);
        nw_hyper_run_end(&hyper);
        free(fitted);
        setup_end(&s);
    }
    gsl_rng_free(rng);
}
END_TEST

/* f fitted to the path follows it: close to the target before any descent, where weights of g at random are not. */
START_TEST(starts)
{
    setup s;
    setup_begin(&s, "expr:tanh(4*x1-2*I1)/20+sin(I1)*x1/40", 1, 0.05 / 20);
    s.options.shape.f_width = 6;
    gsl_rng *rng = ct_rng("hyper starts");
    nw_hyper_run hyper;
    nw_hyper_run_begin(&hyper, &s.samples.data, &s.slices.grid, NULL, &s.options.fit);
    nw_hyper_run_shape(&hyper, &s.options.shape);
    double *start = nw_alloc(hyper.run.model.count, sizeof *start), height = hyper.run.points.height;
    for (int trial = 0; trial < 5; trial++) {
        nw_hyper_start_path(&hyper, start, rng);
        nw_fit_start(&hyper.run, &hyper.run.points, start);
        ck_assert_double_le(hyper.run.best_error, 0.5 * height);
        nw_hyper_start_shared(&hyper, start, rng);
        nw_fit_start(&hyper.run, &hyper.run.points, start);
        ck_assert_double_ge(hyper.run.best_error, 0.8 * height);
        nw_fit_descend(&hyper.run, &nw_fit_full_plan);
        ck_assert_double_le(hyper.run.best_error, 0.2 * height);
    }
    free(start);
    gsl_rng_free(rng);
    nw_hyper_run_end(&hyper);
    setup_end(&s);
}
END_TEST

/* ---- fits ---- */

static double sampled_error(const nw_hyper_result *result, const nw_fit_data *data)
{
    nw_composite *composite;
    nw_error error;
    double *y = nw_alloc(data->count, sizeof *y), worst = 0;
    ck_assert(nw_composite_new(&composite, NW_HYPERNETWORK, result->shape.m1, result->shape.m2,
                               nw_network_copy(result->primary), nw_network_copy(result->task), &error) == NW_OK);
    nw_composite_values(composite, data->count, data->x, y);
    for (size_t i = 0; i < data->count; i++)
        worst = fmax(worst, fabs(y[i] - data->y[i]));
    nw_composite_free(composite);
    free(y);
    return worst;
}

/* Every form and depth of f, in two and three dimensions: what is accepted is that good, and the same again. */
START_TEST(fits)
{
    static const struct {
        const char *word;
        size_t m1, width, f_width, f_layers;
        nw_hyper_form form;
    } cases[] = {{"bump:r=1,n=2,M=2,signs=seed:1", 1, 3, 3, 1, NW_HYPER_ALL},
                 {"bump:r=1,n=2,M=2,signs=seed:1", 1, 3, 3, 2, NW_HYPER_ALL},
                 {"bump:r=1,n=2,M=2,signs=seed:1", 1, 4, 5, 1, NW_HYPER_SHIFT},
                 {"bump:r=1,n=2,M=2,signs=seed:1", 1, 4, 5, 1, NW_HYPER_OUTPUTS},
                 {"inner:r=1,m1=1,m2=2", 1, 2, 4, 1, NW_HYPER_ALL},
                 {"product:r=1,m1=2,m2=1", 2, 4, 4, 1, NW_HYPER_ALL}};
    for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
        setup s;
        setup_begin(&s, cases[c].word, cases[c].m1, 0.25);
        s.options.shape.width = cases[c].width;
        s.options.shape.f_width = cases[c].f_width;
        s.options.shape.f_layers = cases[c].f_layers;
        s.options.shape.form = cases[c].form;
        nw_hyper_result result, again;
        nw_hyper_fit(&result, &s.samples.data, &s.slices.grid, NULL, &s.options);
        ck_assert_msg(result.accepted, "case %zu ends at %g of the goal", c, result.error / s.options.fit.goal);
        ck_assert_double_le(sampled_error(&result, &s.samples.data), s.options.fit.goal * (1 + 1e-9));
        ck_assert_double_le(fabs(sampled_error(&result, &s.samples.data) - result.error), 1e-12);
        nw_hyper_fit(&again, &s.samples.data, &s.slices.grid, NULL, &s.options);
        ck_assert(memcmp(result.task->parameters, again.task->parameters,
                         again.task->parameter_count * sizeof(double)) == 0);
        nw_hyper_result_clear(&result);
        nw_hyper_result_clear(&again);
        setup_end(&s);
    }
}
END_TEST

/* Without a width of f, the least one: that much, and no unit less from there by pruning. */
START_TEST(least_f)
{
    setup s;
    setup_begin(&s, "bump:r=1,n=2,M=2,signs=seed:1", 1, 0.25);
    s.options.shape.f_width = 0;
    nw_hyper_result result;
    nw_hyper_fit(&result, &s.samples.data, &s.slices.grid, NULL, &s.options);
    ck_assert(result.accepted);
    ck_assert_uint_eq(result.shape.f_width, 2);
    nw_hyper_result_clear(&result);
    setup_end(&s);
    /* Here the first f that is found is not the least: pruning goes on from it. */
    setup_begin(&s, "bump:r=1,n=2,M=3,signs=seed:2", 1, 0.25);
    s.options.shape.f_width = 0;
    nw_hyper_fit(&result, &s.samples.data, &s.slices.grid, NULL, &s.options);
    ck_assert(result.accepted);
    ck_assert_uint_le(result.shape.f_width, 3);
    nw_hyper_result_clear(&result);
    setup_end(&s);
    setup_begin(&s, "bump:r=1,n=2,M=2,signs=seed:1", 1, 0.25);
    /* A product of two hats with one unit of g: out of reach, but there is a best. */
    s.options.shape = (nw_hyper_shape){
        .m1 = 1, .m2 = 1, .width = 1, .f_width = 1, .f_layers = 1, .activation = NW_TANH, .output_bias = true};
    s.options.fit.starts = 2;
    nw_hyper_fit(&result, &s.samples.data, &s.slices.grid, NULL, &s.options);
    ck_assert(!result.accepted);
    ck_assert_ptr_nonnull(result.task);
    ck_assert(result.error > s.options.fit.goal);
    ck_assert_uint_eq(result.restarts, 2);
    nw_hyper_result_clear(&result);
    setup_end(&s);
}
END_TEST

typedef struct counting_judge {
    nw_samples *samples;
    int calls, more;
    nw_judgement last;
} counting_judge;

static nw_judgement count_calls(void *state, const nw_network *primary, const nw_network *task, double error)
{
    counting_judge *judge = state;
    static const double corner[2] = {0.9, -0.9};
    ck_assert_uint_eq(task->outputs, primary->parameter_count);
    ck_assert(error > 0);
    if (++judge->calls > judge->more)
        return judge->last;
    nw_samples_add(judge->samples, corner);
    return NW_MORE_DATA;
}

START_TEST(judges)
{
    for (int last = NW_ACCEPTED; last <= NW_REJECTED; last++) {
        setup s;
        setup_begin(&s, "bump:r=1,n=2,M=2,signs=seed:1", 1, 0.25);
        s.options.fit.starts = 1;
        counting_judge state = {.samples = &s.samples, .more = 3, .last = (nw_judgement)last};
        nw_hyper_judge judge = {.judge = count_calls, .state = &state};
        nw_hyper_result result;
        nw_hyper_fit(&result, &s.samples.data, &s.slices.grid, &judge, &s.options);
        ck_assert(result.accepted == (last == NW_ACCEPTED));
        ck_assert_int_ge(state.calls, 4);
        ck_assert_double_le(sampled_error(&result, &s.samples.data), s.options.fit.goal * (1 + 1e-9));
        nw_hyper_result_clear(&result);
        bool stop = true;
        s.options.fit.stop = &stop;
        nw_hyper_fit(&result, &s.samples.data, &s.slices.grid, &judge, &s.options);
        ck_assert(!result.accepted);
        nw_hyper_result_clear(&result);
        setup_end(&s);
    }
}
END_TEST

/* ---- the whole ---- */

static void fraction(fmpq_t eps, const nw_target *target, slong numerator, ulong denominator)
{
    arf_t amplitude;
    fmpq_t factor;
    arf_init(amplitude);
    fmpq_init(factor);
    arf_set_d(amplitude, nw_target_amplitude(target));
    arf_get_fmpq(eps, amplitude);
    fmpq_set_si(factor, numerator, denominator);
    fmpq_mul(eps, eps, factor);
    fmpq_clear(factor);
    arf_clear(amplitude);
}

START_TEST(realised_and_proven)
{
    static const struct {
        const char *word;
        size_t m1, m2, most_width, most_f_width;
    } cases[] = {{"bump:r=1,n=2,M=2,signs=seed:1", 1, 1, 3, 2}, {"inner:r=1,m1=1,m2=2", 1, 2, 1, 4}};
    for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
        nw_target *target = target_of(cases[c].word);
        nw_realise_options options = nw_realise_defaults();
        nw_realised result;
        nw_error error;
        fmpq_t eps;
        fmpq_init(eps);
        fraction(eps, target, 1, 4);
        options.m1 = cases[c].m1;
        options.m2 = cases[c].m2;
        ck_assert_msg(nw_realise(&result, target, eps, &options, &error) == NW_OK, "%s", error.message);
        ck_assert_int_eq(result.outcome, NW_PROVED);
        ck_assert_uint_le(result.fit.shape.width, cases[c].most_width);
        ck_assert_uint_le(result.fit.shape.f_width, cases[c].most_f_width);
        ck_assert(result.enclosure.lower > 0 && result.enclosure.upper <= fmpq_get_d(eps));
        /* The witness is where it says, up to the rounding of this evaluation. */
        double value;
        nw_composite_values(result.composite, 1, result.enclosure.witness, &value);
        value = fabs(value - nw_target_value(target, result.enclosure.witness));
        ck_assert_double_ge(value, result.enclosure.lower * (1 - 1e-9));
        size_t n_g = result.composite->primary->parameter_count, v = result.fit.shape.f_width;
        ck_assert_uint_eq(result.task_parameters, v * (cases[c].m2 + 1) + n_g * (v + 1));
        ck_assert_uint_eq(result.task_paper, (v + 1) * (cases[c].m2 + 1 + n_g));
        nw_realised_clear(&result);
        options.m1++;
        ck_assert_int_eq(nw_realise(&result, target, eps, &options, &error), NW_BAD_INPUT);
        nw_realised_clear(&result);
        fmpq_clear(eps);
        nw_target_free(target);
    }
}
END_TEST

/* Out of reach: nothing is called proven. */
START_TEST(not_proven)
{
    nw_target *target = target_of("bump:r=1,n=2,M=2,signs=alternate");
    nw_realise_options options = nw_realise_defaults();
    nw_realised result;
    nw_error error;
    fmpq_t eps;
    fmpq_init(eps);
    fraction(eps, target, 1, 4);
    options.m1 = options.m2 = options.width = options.f_width = 1;
    options.fit.starts = 1;
    ck_assert_int_eq(nw_realise(&result, target, eps, &options, &error), NW_OK);
    ck_assert_int_eq(result.outcome, NW_UNKNOWN);
    ck_assert_ptr_nonnull(result.reason);
    ck_assert(result.enclosure.lower > fmpq_get_d(eps));
    nw_realised_clear(&result);
    fmpq_clear(eps);
    nw_target_free(target);
}
END_TEST

START_TEST(theorem5_beside)
{
    static const struct {
        const char *word;
        size_t m1, m2, w;
    } cases[] = {{"product:r=1,m1=1,m2=1,terms=5", 1, 1, 6},
                 {"inner:r=1,m1=2,m2=1", 2, 1, 3},
                 {"inner:r=2,m1=1,m2=1", 1, 1, 2},
                 {"trig:r=1,n=2", 1, 1, 0}};
    nw_context *context = nw_context_new();
    for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
        nw_target *target = target_of(cases[c].word);
        nw_realise_options how = nw_realise_defaults();
        nw_realised realised = {.target = target};
        how.m1 = cases[c].m1;
        how.m2 = cases[c].m2;
        fmpq_init(realised.eps);
        fmpq_set_si(realised.eps, 1, 100);
        ck_assert_uint_eq(nw_selector_coordinates(target), cases[c].w);
        nw_result *result = nw_realise_theorem5(&realised, &how, context);
        ck_assert((result != NULL) == (cases[c].w > 0));
        if (result != NULL) {
            char *values = nw_format("r=%d m1=%zu m2=%zu eps=0.01 w=%zu activation=tanh", nw_target_order(target),
                                     how.m1, how.m2, cases[c].w);
            nw_result *card = ct_evaluate("thm5", values, context);
            ck_assert_int_eq(result->outcome, card->outcome);
            ct_equal_rational(result->lower, card->lower, "%s", cases[c].word);
            nw_result_free(card);
            nw_result_free(result);
            free(values);
        }
        /* Another activation than the card's has no number. */
        how.fit.activation = NW_ARCTAN;
        ck_assert_ptr_null(nw_realise_theorem5(&realised, &how, context));
        fmpq_clear(realised.eps);
        nw_target_free(target);
    }
    nw_context_free(context);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("hyper");
    TCase *tests = ct_case(suite, "model");
    tcase_add_test(tests, derivatives);
    tcase_add_test(tests, forms_keep_constant);
    tests = ct_case(suite, "paths");
    tcase_add_test(tests, assignments);
    tcase_add_test(tests, matching);
    tcase_add_test(tests, slices_of_targets);
    tcase_add_test(tests, paths_are_continuous);
    tests = ct_case(suite, "fits");
    tcase_add_test(tests, starts);
    tcase_add_test(tests, moves);
    tcase_add_test(tests, fits);
    tcase_add_test(tests, least_f);
    tcase_add_test(tests, judges);
    tests = ct_case(suite, "realised");
    tcase_add_test(tests, realised_and_proven);
    tcase_add_test(tests, not_proven);
    tcase_add_test(tests, theorem5_beside);
    return ct_main(suite);
}
