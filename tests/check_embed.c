/* The search for embedding methods: moves keep shapes and, where they say so, functions; the front is monotone, repeats
 * itself, and is what it claims to be; the judge's protocol. */
#include "check_common.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "fit/embed_moves.h"
#include "target/target.h"

/* OpenBLAS; its cblas.h clashes with GSL's. */
void openblas_set_num_threads(int count);

enum { MOST_TASKS = 6, SIDE = 33, MOST_POINTS = 4 * SIDE };

/* ---- data: bumps at their centres, with signs that are drawn ---- */

typedef struct tasks {
    nw_embed_data data;
    nw_fit_data points[MOST_TASKS];
    double x[MOST_TASKS][MOST_POINTS], y[MOST_TASKS][MOST_POINTS], places[MOST_TASKS];
    int signs[MOST_TASKS][MOST_TASKS]; /* of task t's bump j */
    int scale;
} tasks;

/* Hats of height 1. */
static double value_at(const tasks *all, size_t task, double x)
{
    double place = (x + 1) * all->scale / 2;
    int j = (int)place < all->scale ? (int)place : all->scale - 1;
    return all->signs[task][j] * (1 - fabs(2 * (place - j) - 1));
}

static void add_point(tasks *all, size_t t, double x)
{
    nw_fit_data *points = &all->points[t];
    ck_assert_uint_lt(points->count, MOST_POINTS);
    all->x[t][points->count] = x;
    all->y[t][points->count] = value_at(all, t, x);
    points->count++;
}

static tasks *bumps(gsl_rng *rng, size_t count, int scale, size_t side)
{
    tasks *all = nw_alloc(1, sizeof *all);
    all->scale = scale;
    all->data = (nw_embed_data){.tasks = count, .points = all->points, .task_inputs = 1, .places = all->places};
    for (size_t t = 0; t < count; t++) {
        all->places[t] = (2.0 * (double)t + 1) / (double)count - 1;
        all->points[t] = (nw_fit_data){.inputs = 1, .x = all->x[t], .y = all->y[t]};
        for (int j = 0; j < scale; j++)
            all->signs[t][j] = gsl_rng_uniform(rng) < 0.5 ? -1 : 1;
        for (size_t i = 0; i < side; i++)
            add_point(all, t, 2 * (double)i / (double)(side - 1) - 1);
    }
    return all;
}

static nw_embed_options options_of(nw_embedding embedding, size_t k_most)
{
    nw_embed_options options = {.fit = nw_fit_defaults(),
                                .embedding = embedding,
                                .k_least = 1,
                                .k_most = k_most,
                                .largest_width = 24,
                                .embedding_width = 4,
                                .l1 = INFINITY,
                                .l2 = INFINITY};
    options.fit.goal = 0.25;
    options.fit.starts = 3;
    return options;
}

/* ---- moves ---- */

typedef struct scene {
    tasks *all;
    nw_embed_options options;
    nw_embed_run run;
    nw_embed_candidate candidate;
    gsl_rng *rng;
} scene;

/* Where the run stands after its last descent becomes the candidate. */
static void take(scene *s, size_t k)
{
    nw_fit_candidate_take(&s->candidate.fit, &s->run.fit, NW_STAGE_GROWTH);
    s->candidate.k = k;
    s->candidate.found_by = "test";
}

/* A random candidate. */
static void begin(scene *s, const char *name, nw_embedding embedding, size_t count, size_t width, size_t k)
{
    *s = (scene){.rng = ct_rng(name), .options = options_of(embedding, 4)};
    s->all = bumps(s->rng, count, 3, SIDE);
    nw_embed_run_begin(&s->run, &s->all->data, NULL, &s->options);
    nw_embed_run_shape(&s->run, width, k);
    double *parameters = nw_alloc(s->run.fit.model.count, sizeof *parameters);
    for (size_t p = 0; p < s->run.fit.model.count; p++)
        parameters[p] = gsl_ran_gaussian(s->rng, 1);
    nw_fit_start(&s->run.fit, &s->run.fit.points, parameters);
    take(s, k);
    free(parameters);
}

/* A goal that what is at hand has reached: then descents have nothing to do. */
static void content(scene *s)
{
    s->run.fit.options.goal = s->run.fit.aim = 2 * s->candidate.fit.error + 1;
}

static void end(scene *s)
{
    nw_embed_candidate_clear(&s->candidate);
    nw_embed_run_end(&s->run);
    gsl_rng_free(s->rng);
    free(s->all);
}

static double *residuals(scene *s, const nw_embed_candidate *candidate)
{
    nw_embed_run_shape(&s->run, candidate->fit.width, candidate->k);
    ck_assert_uint_eq(s->run.fit.model.count, candidate->fit.count);
    double *residual = nw_alloc(s->run.fit.points.padded, sizeof *residual);
    nw_fit_start(&s->run.fit, &s->run.fit.points, candidate->fit.parameters);
    memcpy(residual, s->run.fit.residual, s->run.fit.points.padded * sizeof *residual);
    return residual;
}

/* The largest difference between the two functions on the points. */
static double apart(scene *s, const nw_embed_candidate *a, const nw_embed_candidate *b)
{
    double *first = residuals(s, a), *second = residuals(s, b), most = 0;
    for (size_t i = 0; i < s->run.fit.points.count; i++)
        most = fmax(most, fabs(first[i] - second[i]));
    free(first);
    free(second);
    return most;
}

/* The shape, as many parameters, and the error on the points that the candidate says. */
static void expect_sound(scene *s, const nw_embed_candidate *candidate, size_t width, size_t k)
{
    ck_assert_ptr_nonnull(candidate->fit.parameters);
    ck_assert_uint_eq(candidate->fit.width, width);
    ck_assert_uint_eq(candidate->k, k);
    double *residual = residuals(s, candidate), most = 0;
    for (size_t i = 0; i < s->run.fit.points.count; i++)
        most = fmax(most, fabs(residual[i]));
    ck_assert_double_le(fabs(most - candidate->fit.error), 1e-12 * (1 + most));
    free(residual);
}

static const nw_embedding embeddings[] = {NW_EMBED_FREE, NW_EMBED_PLACE, NW_EMBED_NETWORK};

START_TEST(growing)
{
    for (int e = 0; e < 3; e++) {
        scene s;
        size_t k = embeddings[e] == NW_EMBED_PLACE ? 1 : 2;
        begin(&s, "growing", embeddings[e], 4, 2, k);
        nw_embed_candidate grown = {0};
        nw_embed_grow(&s.run, &grown, &s.candidate, false, s.rng);
        expect_sound(&s, &grown, 3, k);
        ck_assert_double_le(grown.fit.excess, s.candidate.fit.excess);
        if (embeddings[e] == NW_EMBED_FREE) {
            nw_embed_grow(&s.run, &grown, &s.candidate, true, s.rng);
            expect_sound(&s, &grown, 3, k + 1);
            ck_assert_double_le(grown.fit.excess, s.candidate.fit.excess);
        }
        nw_embed_candidate_clear(&grown);
        end(&s);
    }
}
END_TEST

/* From nothing, with rows or without; the rows are the values' principal components. */
START_TEST(beginning)
{
    for (int e = 0; e < 3; e++) {
        scene s;
        size_t k = embeddings[e] == NW_EMBED_PLACE ? 1 : 2;
        begin(&s, "beginning", embeddings[e], 4, 2, k);
        nw_embed_candidate rows = {0}, grown = {0};
        nw_embed_begin_rows(&s.run, &rows, k, false, s.rng);
        ck_assert_uint_eq(rows.fit.width, 0);
        ck_assert_uint_eq(rows.k, k);
        nw_embed_grow(&s.run, &grown, &rows, false, s.rng);
        expect_sound(&s, &grown, 1, k);
        nw_embed_candidate_clear(&rows);
        if (embeddings[e] == NW_EMBED_FREE) {
            nw_embed_grow(&s.run, &grown, &rows, true, s.rng);
            expect_sound(&s, &grown, 1, 1);
        }
        nw_embed_candidate_clear(&grown);
        end(&s);
    }
}
END_TEST

START_TEST(rows_begin_with_principal_components)
{
    static const double factors[4] = {1, -0.5, 0.25, 2};
    scene s;
    begin(&s, "principal", NW_EMBED_FREE, 4, 1, 1);
    for (size_t t = 0; t < 4; t++) /* y_t = factor_t f: one component, factor_t - mean */
        for (size_t i = 0; i < SIDE; i++)
            s.all->y[t][i] = factors[t] * sin(5 * s.all->x[t][i] + 1);
    nw_embed_run_end(&s.run);
    nw_embed_run_begin(&s.run, &s.all->data, NULL, &s.options);
    nw_embed_candidate rows = {0};
    nw_embed_begin_rows(&s.run, &rows, 2, false, s.rng);
    double mean = 0, squares = 0, scale;
    for (size_t t = 0; t < 4; t++)
        mean += factors[t] / 4;
    for (size_t t = 0; t < 4; t++)
        squares += (factors[t] - mean) * (factors[t] - mean) / 4;
    scale = copysign(1 / sqrt(squares), rows.fit.parameters[0]);
    for (size_t t = 0; t < 4; t++) {
        ck_assert_double_eq_tol(rows.fit.parameters[2 * t], scale * (factors[t] - mean), 1e-6);
        ck_assert_double_ne(rows.fit.parameters[2 * t + 1], 0); /* a random number fills up */
    }
    nw_embed_candidate_clear(&rows);
    end(&s);
}
END_TEST

START_TEST(pruning)
{
    for (int e = 0; e < 3; e++) {
        scene s;
        size_t k = embeddings[e] == NW_EMBED_PLACE ? 1 : 3;
        begin(&s, "pruning", embeddings[e], 4, 4, k);
        nw_embed_candidate pruned = {0};
        nw_embed_prune(&s.run, &pruned, &s.candidate, 2, "prune");
        expect_sound(&s, &pruned, 3, k);
        ck_assert_str_eq(pruned.found_by, "prune");
        /* A unit that does nothing goes first. */
        double *outputs = s.candidate.fit.parameters + s.candidate.fit.count - 5;
        outputs[2] = 0;
        content(&s);
        nw_embed_prune(&s.run, &pruned, &s.candidate, 1, "prune");
        expect_sound(&s, &pruned, 3, k);
        ck_assert(pruned.fit.accepted);
        size_t inputs = 1 + k;
        const double *q = s.candidate.fit.parameters + s.candidate.fit.count - (4 * (inputs + 2) + 1);
        const double *to = pruned.fit.parameters + pruned.fit.count - (3 * (inputs + 2) + 1);
        ck_assert_mem_eq(to, q, 2 * inputs * sizeof *q);
        ck_assert_mem_eq(to + 2 * inputs, q + 3 * inputs, inputs * sizeof *q);
        nw_embed_candidate_clear(&pruned);
        end(&s);
    }
}
END_TEST

START_TEST(raising_the_rank)
{
    for (size_t width = 1; width <= 4; width++)
        for (size_t k = 1; k <= 4; k++) {
            scene s;
            begin(&s, "raising", NW_EMBED_FREE, 5, width, k);
            nw_embed_candidate raised = {0};
            nw_embed_candidate_copy(&raised, &s.candidate);
            nw_embed_raise_rank(&s.run, &raised, 0, s.rng);
            expect_sound(&s, &raised, width, k + 1);
            ck_assert_double_eq(apart(&s, &raised, &s.candidate), 0);
            nw_embed_candidate_copy(&raised, &s.candidate);
            nw_embed_raise_rank(&s.run, &raised, 0.3, s.rng);
            ck_assert_uint_eq(raised.k, k + 1);
            ck_assert(apart(&s, &raised, &s.candidate) > 1e-6);
            for (size_t t = 0; t < 5; t++) /* the old numbers stay */
                ck_assert_mem_eq(raised.fit.parameters + t * (k + 1), s.candidate.fit.parameters + t * k,
                                 k * sizeof(double));
            nw_embed_candidate_clear(&raised);
            end(&s);
        }
}
END_TEST

/* Biases b_j + V_j . e_t whose centred matrix has rank k - 1 already, in several ways. */
START_TEST(lowering_the_rank)
{
    for (int way = 0; way < 3; way++)
        for (size_t width = 1; width <= 6; width++)
            for (size_t k = 2; k <= 4; k++) {
                scene s;
                begin(&s, "lowering", NW_EMBED_FREE, 5, width, k);
                double *rows = s.candidate.fit.parameters, *weights = rows + 5 * k;
                for (size_t t = 0; t < 5 && way == 0; t++) /* the last number: a sum of the others, and a constant */
                    rows[t * k + k - 1] = 3 + rows[t * k] - (k > 2 ? rows[t * k + 1] : 0);
                for (size_t j = 0; j < width && way == 1; j++) /* the units see a sum of two numbers only */
                    weights[j * (1 + k) + 2] = weights[j * (1 + k) + 1];
                bool already = way < 2 || width < k; /* few units have a low rank of their own */
                nw_embed_candidate lower = {0};
                double *residual = residuals(&s, &s.candidate);
                free(residual);
                take(&s, k);
                content(&s);
                nw_embed_lower_rank(&s.run, &lower, &s.candidate, 1);
                expect_sound(&s, &lower, width, k - 1);
                ck_assert(lower.fit.accepted);
                double distance = apart(&s, &lower, &s.candidate);
                ck_assert_msg(already == (distance < 1e-11), "way %d, width %zu, k = %zu: %g", way, width, k, distance);
                nw_embed_candidate_clear(&lower);
                end(&s);
            }
}
END_TEST

/* Of three independent directions the weakest goes first: one that hardly acts is no loss. */
START_TEST(the_weakest_direction_goes)
{
    for (size_t weak = 0; weak < 3; weak++) {
        scene s;
        begin(&s, "weakest", NW_EMBED_FREE, 5, 4, 3);
        for (size_t t = 0; t < 5; t++)
            s.candidate.fit.parameters[t * 3 + weak] *= 1e-6;
        nw_embed_candidate lower = {0};
        content(&s);
        nw_embed_lower_rank(&s.run, &lower, &s.candidate, 1);
        ck_assert_double_le(apart(&s, &lower, &s.candidate), 1e-4);
        nw_embed_candidate_clear(&lower);
        end(&s);
    }
}
END_TEST

START_TEST(perturbing)
{
    for (int e = 0; e < 3; e++) {
        scene s;
        size_t k = embeddings[e] == NW_EMBED_PLACE ? 1 : 2;
        begin(&s, "perturbing", embeddings[e], 4, 3, k);
        nw_embed_candidate moved = {0};
        nw_embed_perturb(&s.run, &moved, &s.candidate, 0.3, &nw_fit_direct_plan, s.rng);
        expect_sound(&s, &moved, 3, k);
        nw_embed_candidate_clear(&moved);
        end(&s);
    }
}
END_TEST

/* ---- the front ---- */

static double error_of(const nw_embed_network *found, const nw_embed_data *data)
{
    double most = 0, in[1 + MOST_TASKS], y;
    nw_net_work *work = nw_net_work_new(found->q, 1);
    for (size_t t = 0; t < data->tasks; t++)
        for (size_t i = 0; i < data->points[t].count; i++) {
            in[0] = data->points[t].x[i];
            memcpy(in + 1, found->rows + t * found->k, found->k * sizeof *in);
            nw_network_forward(found->q, 1, in, &y, work);
            if (!(fabs(y - data->points[t].y[i]) <= most))
                most = fabs(y - data->points[t].y[i]);
        }
    nw_net_work_free(work);
    return most;
}

static void expect_network(const nw_embed_network *found, const nw_embed_data *data, const nw_embed_options *options)
{
    ck_assert_ptr_nonnull(found->q);
    ck_assert_uint_eq(found->q->inputs, 1 + found->k);
    ck_assert_uint_eq(found->q->layers[0].units, found->width);
    ck_assert(nw_network_check_finite(found->q, NULL) == NW_OK);
    ck_assert(found->q->layers[0].activation == options->fit.activation);
    ck_assert(found->q->output_bias == options->fit.output_bias);
    ck_assert_ptr_nonnull(found->found_by);
    ck_assert_uint_le(found->width, options->largest_width);
    double error = error_of(found, data);
    ck_assert_double_le(error, options->fit.goal * (1 + 1e-12));
    ck_assert_double_le(fabs(error - found->error), 1e-11);
    ck_assert((found->e != NULL) == (options->embedding == NW_EMBED_NETWORK));
    for (size_t t = 0; t < data->tasks; t++) {
        const double *row = found->rows + t * found->k, *place = data->places + t * data->task_inputs;
        if (options->embedding == NW_EMBED_PLACE)
            ck_assert_mem_eq(row, place, data->task_inputs * sizeof *row);
        if (options->embedding != NW_EMBED_NETWORK)
            continue;
        double expected[MOST_TASKS];
        nw_net_work *work = nw_net_work_new(found->e, 1);
        nw_network_forward(found->e, 1, place, expected, work);
        nw_net_work_free(work);
        for (size_t l = 0; l < found->k; l++)
            ck_assert_double_eq_tol(row[l], expected[l], 1e-14);
    }
    if (found->e != NULL)
        for (size_t k = 0; k < found->e->layer_count; k++)
            for (size_t j = 0; j < found->e->layers[k].units && found->e->layers[k].has_bias; j++)
                ck_assert_double_eq(nw_layer_biases(found->e, k)[j], 0);
}

static void expect_front(const nw_embed_front *front, const nw_embed_data *data, const nw_embed_options *options,
                         size_t count)
{
    ck_assert_uint_eq(front->count, count);
    for (size_t i = 0; i < count; i++) {
        const nw_embed_network *found = &front->networks[i];
        ck_assert_uint_eq(found->k, options->k_least + i);
        ck_assert_msg(found->width > 0, "embedding %d, k = %zu: none", options->embedding, found->k);
        expect_network(found, data, options);
        if (i > 0 && options->embedding == NW_EMBED_FREE)
            ck_assert_uint_le(found->width, front->networks[i - 1].width);
    }
}

START_TEST(fronts)
{
    gsl_rng *rng = ct_rng("fronts");
    for (int repeat = 0; repeat < 3; repeat++) {
        tasks *all = bumps(rng, 3 + (size_t)repeat, 3, SIDE);
        nw_embed_options options = options_of(NW_EMBED_FREE, 8);
        options.fit.output_bias = repeat == 0;
        options.fit.seed = 7 + (uint64_t)repeat;
        nw_embed_front front, again;
        nw_embed_search(&front, &all->data, NULL, &options);
        expect_front(&front, &all->data, &options, all->data.tasks - 1);
        nw_embed_search(&again, &all->data, NULL, &options);
        ck_assert_uint_eq(front.restarts, again.restarts);
        for (size_t i = 0; i < front.count; i++) {
            const nw_embed_network *a = &front.networks[i], *b = &again.networks[i];
            ck_assert_uint_eq(a->width, b->width);
            ck_assert_mem_eq(a->q->parameters, b->q->parameters, a->q->parameter_count * sizeof(double));
            ck_assert_mem_eq(a->rows, b->rows, all->data.tasks * a->k * sizeof(double));
            ck_assert_str_eq(a->found_by, b->found_by);
        }
        nw_embed_front_clear(&front);
        nw_embed_front_clear(&again);
        free(all);
    }
    gsl_rng_free(rng);
}
END_TEST

/* A part of the front is that part of the front from k = 1 on. */
START_TEST(parts_of_fronts)
{
    gsl_rng *rng = ct_rng("parts");
    tasks *all = bumps(rng, 4, 2, SIDE);
    nw_embed_options options = options_of(NW_EMBED_FREE, 3);
    options.fit.starts = 1;
    nw_embed_front front, part;
    nw_embed_search(&front, &all->data, NULL, &options);
    options.k_least = 2;
    nw_embed_search(&part, &all->data, NULL, &options);
    expect_front(&part, &all->data, &options, 2);
    for (size_t i = 0; i < part.count; i++)
        ck_assert_uint_eq(part.networks[i].width, front.networks[i + 1].width);
    nw_embed_front_clear(&front);
    nw_embed_front_clear(&part);
    free(all);
    gsl_rng_free(rng);
}
END_TEST

/* One task and two have one number each; equal tasks need none, and get one. */
START_TEST(few_tasks)
{
    gsl_rng *rng = ct_rng("few");
    for (size_t count = 1; count <= 2; count++)
        for (int equal = 0; equal < 2; equal++) {
            tasks *all = bumps(rng, count, 2, SIDE);
            for (size_t t = 0; t < count; t++)
                for (size_t i = 0; i < SIDE; i++)
                    all->y[t][i] = equal == 1 ? 1 - fabs(all->x[t][i]) : all->y[t][i];
            nw_embed_options options = options_of(NW_EMBED_FREE, 5);
            nw_embed_front front;
            nw_embed_search(&front, &all->data, NULL, &options);
            expect_front(&front, &all->data, &options, 1);
            nw_embed_front_clear(&front);
            free(all);
        }
    gsl_rng_free(rng);
}
END_TEST

START_TEST(places_and_networks)
{
    gsl_rng *rng = ct_rng("places");
    tasks *all = bumps(rng, 3, 2, SIDE);
    nw_embed_options options = options_of(NW_EMBED_PLACE, 1);
    options.fit.starts = 1;
    nw_embed_front front;
    nw_embed_search(&front, &all->data, NULL, &options);
    expect_front(&front, &all->data, &options, 1);
    nw_embed_front_clear(&front);
    options.embedding = NW_EMBED_NETWORK;
    options.k_most = 2;
    nw_embed_search(&front, &all->data, NULL, &options);
    ck_assert_uint_eq(front.count, 2);
    ck_assert(front.networks[0].width > 0 || front.networks[1].width > 0); /* a search promises none */
    for (size_t i = 0; i < front.count; i++)
        if (front.networks[i].width > 0)
            expect_network(&front.networks[i], &all->data, &options);
    nw_embed_front_clear(&front);
    free(all);
    gsl_rng_free(rng);
}
END_TEST

START_TEST(too_small_a_width)
{
    gsl_rng *rng = ct_rng("narrow");
    tasks *all = bumps(rng, 3, 4, SIDE);
    for (int e = 0; e < 3; e++) {
        nw_embed_options options = options_of(embeddings[e], embeddings[e] == NW_EMBED_PLACE ? 1 : 2);
        options.largest_width = 1;
        options.fit.goal = 0.05;
        nw_embed_front front;
        nw_embed_search(&front, &all->data, NULL, &options);
        ck_assert_uint_eq(front.count, options.k_most);
        for (size_t i = 0; i < front.count; i++) {
            ck_assert_uint_eq(front.networks[i].k, i + 1);
            ck_assert_uint_eq(front.networks[i].width, 0);
            ck_assert_ptr_null(front.networks[i].q);
        }
        nw_embed_front_clear(&front);
    }
    free(all);
    gsl_rng_free(rng);
}
END_TEST

/* ---- the judge ---- */

enum { DENSE = 1001 };

typedef struct critic {
    tasks *all;
    double goal;
    size_t asked, more, accepted;
    size_t stop_after; /* accepted ones; 0: never */
    size_t asked_after_stop;
    volatile bool stop;
} critic;

static double sum_of(const nw_embed_network *network, nw_net_work *work, size_t t, double x)
{
    double in[1 + MOST_TASKS], y;
    in[0] = x;
    memcpy(in + 1, network->rows + t * network->k, network->k * sizeof *in);
    nw_network_forward(network->q, 1, in, &y, work);
    return y;
}

/* Looks closer than the points, which are too few, and adds the worst place of every task that fails. */
static nw_judgement look_closer(void *state, const nw_embed_network *network)
{
    critic *c = state;
    nw_judgement judgement = NW_ACCEPTED;
    ck_assert_double_le(network->error, c->goal);
    ck_assert_double_le(fabs(error_of(network, &c->all->data) - network->error), 1e-11);
    c->asked++;
    c->asked_after_stop += c->stop;
    nw_net_work *work = nw_net_work_new(network->q, 1);
    for (size_t t = 0; t < c->all->data.tasks; t++) {
        double most = 0, where = 0;
        for (int i = 0; i < DENSE; i++) {
            double x = 2.0 * i / (DENSE - 1) - 1;
            double error = fabs(sum_of(network, work, t, x) - value_at(c->all, t, x));
            if (!(error <= most)) {
                most = error;
                where = x;
            }
        }
        if (!(most <= c->goal)) {
            add_point(c->all, t, where);
            judgement = NW_MORE_DATA;
        }
    }
    nw_net_work_free(work);
    c->more += judgement == NW_MORE_DATA;
    c->accepted += judgement == NW_ACCEPTED;
    if (c->stop_after > 0 && c->accepted == c->stop_after)
        c->stop = true;
    return judgement;
}

static void expect_closely(const nw_embed_network *found, const tasks *all, double goal)
{
    nw_net_work *work = nw_net_work_new(found->q, 1);
    for (size_t t = 0; t < all->data.tasks; t++)
        for (int i = 0; i < DENSE; i++) {
            double x = 2.0 * i / (DENSE - 1) - 1;
            ck_assert_double_le(fabs(sum_of(found, work, t, x) - value_at(all, t, x)), goal * (1 + 1e-12));
        }
    nw_net_work_free(work);
}

START_TEST(more_data)
{
    gsl_rng *rng = ct_rng("more data");
    critic c = {.all = bumps(rng, 3, 3, 10), .goal = 0.25};
    nw_embed_options options = options_of(NW_EMBED_FREE, 2);
    nw_embed_judge judge = {.judge = look_closer, .state = &c};
    nw_embed_front front;
    nw_embed_search(&front, &c.all->data, &judge, &options);
    ck_assert_uint_gt(c.more, 0);
    ck_assert_uint_gt(c.accepted, 0);
    ck_assert_uint_gt(c.all->points[0].count + c.all->points[1].count + c.all->points[2].count, 30);
    ck_assert_uint_eq(front.count, 2);
    for (size_t i = 0; i < front.count; i++) {
        ck_assert_uint_gt(front.networks[i].width, 0);
        expect_closely(&front.networks[i], c.all, c.goal);
    }
    nw_embed_front_clear(&front);
    free(c.all);
    gsl_rng_free(rng);
}
END_TEST

static nw_judgement never(void *state, const nw_embed_network *network)
{
    (void)network;
    (*(size_t *)state)++;
    return NW_REJECTED;
}

static nw_judgement always_more(void *state, const nw_embed_network *network)
{
    (void)network;
    (*(size_t *)state)++;
    return NW_MORE_DATA;
}

/* Judges who are never content end the search too, with nothing. */
START_TEST(a_judge_who_rejects)
{
    gsl_rng *rng = ct_rng("rejects");
    tasks *all = bumps(rng, 2, 2, SIDE);
    for (int kind = 0; kind < 2; kind++) {
        nw_embed_options options = options_of(NW_EMBED_FREE, 1);
        options.largest_width = 4;
        size_t asked = 0;
        nw_embed_judge judge = {.judge = kind == 0 ? never : always_more, .state = &asked};
        nw_embed_front front;
        nw_embed_search(&front, &all->data, &judge, &options);
        ck_assert_uint_eq(front.count, 1);
        ck_assert_uint_eq(front.networks[0].width, 0);
        ck_assert_uint_gt(asked, 0);
        nw_embed_front_clear(&front);
    }
    free(all);
    gsl_rng_free(rng);
}
END_TEST

static nw_judgement one_number(void *state, const nw_embed_network *network)
{
    (void)state;
    return network->k == 1 ? NW_ACCEPTED : NW_REJECTED;
}

/* A method of one number a task is one of more: the front has it, whatever the judge said of those that were tried. */
START_TEST(poor_methods_are_rich_ones)
{
    gsl_rng *rng = ct_rng("poor");
    tasks *all = bumps(rng, 4, 2, SIDE);
    nw_embed_options options = options_of(NW_EMBED_FREE, 3);
    options.fit.starts = 0;
    options.largest_width = 8;
    nw_embed_judge judge = {.judge = one_number};
    nw_embed_front front;
    nw_embed_search(&front, &all->data, &judge, &options);
    ck_assert_uint_gt(front.networks[0].width, 0);
    expect_front(&front, &all->data, &options, 3);
    for (size_t i = 1; i < 3; i++) {
        ck_assert_uint_eq(front.networks[i].width, front.networks[0].width);
        ck_assert_double_eq(front.networks[i].error, front.networks[0].error);
    }
    nw_embed_front_clear(&front);
    free(all);
    gsl_rng_free(rng);
}
END_TEST

/* Stopped from the start there is nothing; stopped on the way, what was accepted until then, and no question more. */
START_TEST(stopping)
{
    gsl_rng *rng = ct_rng("stopping");
    for (size_t after = 0; after <= 2; after++) {
        critic c = {.all = bumps(rng, 3, 3, SIDE), .goal = 0.25, .stop_after = after, .stop = after == 0};
        nw_embed_options options = options_of(NW_EMBED_FREE, 2);
        options.fit.stop = &c.stop;
        nw_embed_judge judge = {.judge = look_closer, .state = &c};
        nw_embed_front front;
        nw_embed_search(&front, &c.all->data, &judge, &options);
        ck_assert_uint_eq(c.asked_after_stop, 0);
        ck_assert_uint_eq(front.count, 2);
        ck_assert_uint_eq(c.accepted, after);
        size_t found = 0;
        for (size_t i = 0; i < front.count; i++) {
            found += front.networks[i].width > 0;
            if (front.networks[i].width > 0)
                expect_closely(&front.networks[i], c.all, c.goal);
        }
        ck_assert_uint_ge(found, after > 0);
        ck_assert_uint_le(found, 2 * after);
        nw_embed_front_clear(&front);
        free(c.all);
    }
    gsl_rng_free(rng);
}
END_TEST

int main(void)
{
    openblas_set_num_threads(1); /* as the program does: with more the last bits of GSL's eigenvectors differ */
    Suite *suite = suite_create("embed");
    TCase *tests = ct_case(suite, "moves");
    tcase_add_test(tests, growing);
    tcase_add_test(tests, beginning);
    tcase_add_test(tests, rows_begin_with_principal_components);
    tcase_add_test(tests, pruning);
    tcase_add_test(tests, raising_the_rank);
    tcase_add_test(tests, lowering_the_rank);
    tcase_add_test(tests, the_weakest_direction_goes);
    tcase_add_test(tests, perturbing);
    tests = ct_case(suite, "fronts");
    tcase_add_test(tests, fronts);
    tcase_add_test(tests, parts_of_fronts);
    tcase_add_test(tests, few_tasks);
    tcase_add_test(tests, places_and_networks);
    tcase_add_test(tests, too_small_a_width);
    tests = ct_case(suite, "judge");
    tcase_add_test(tests, more_data);
    tcase_add_test(tests, a_judge_who_rejects);
    tcase_add_test(tests, poor_methods_are_rich_ones);
    tcase_add_test(tests, stopping);
    return ct_main(suite);
}
