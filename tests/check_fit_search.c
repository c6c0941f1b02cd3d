/* The search for the smallest width: moves between widths, the judge's protocol, widths of bump targets, determinism.
 */
#include "check_common.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/random.h"
#include "fit/descent.h"
#include "fit/fit.h"
#include "fit/layout.h"
#include "fit/moves.h"
#include "fit/search.h"

/* ---- bumps ---- */

/* The profile of order r = 1 (a hat) or 2 (knots -1, -1/2, 1/2, 1), peak 1. */
static double profile(int order, double t)
{
    t = fabs(t);
    if (t >= 1)
        return 0;
    if (order == 1)
        return 1 - t;
    return t < 0.5 ? 1 - 2 * t * t : 2 * (1 - t) * (1 - t);
}

typedef struct bumps {
    int order, inputs, scale;
    const char *signs; /* scale^inputs of + and -, the first axis slowest */
} bumps;

static double bump_value(const bumps *b, const double *x)
{
    double value = 1;
    int cell = 0;
    for (int a = 0; a < b->inputs; a++) {
        int j = (int)floor((x[a] + 1) * b->scale / 2);
        j = j < 0 ? 0 : j >= b->scale ? b->scale - 1 : j;
        value *= profile(b->order, b->scale * x[a] + b->scale - 2 * j - 1);
        cell = cell * b->scale + j;
    }
    return b->signs[cell] == '+' ? value : -value;
}

typedef struct grid {
    nw_fit_data data;
    double *x, *y;
    size_t room;
} grid;

static void add_point(grid *g, const bumps *b, const double *x)
{
    size_t inputs = (size_t)b->inputs;
    if (g->data.count == g->room) {
        g->room = 2 * g->room + 64;
        g->x = nw_grow(g->x, g->room, inputs * sizeof(double));
        g->y = nw_grow(g->y, g->room, sizeof(double));
    }
    memcpy(g->x + g->data.count * inputs, x, inputs * sizeof(double));
    g->y[g->data.count] = bump_value(b, x);
    g->data = (nw_fit_data){.count = g->data.count + 1, .inputs = b->inputs, .x = g->x, .y = g->y};
}

/* per_bump points along each axis of a bump, and the end. */
static grid bump_grid(const bumps *b, size_t per_bump)
{
    grid g = {0};
    size_t side = per_bump * (size_t)b->scale + 1, total = 1;
    for (int a = 0; a < b->inputs; a++)
        total *= side;
    for (size_t i = 0; i < total; i++) {
        double x[2];
        size_t rest = i;
        for (int a = b->inputs; a-- > 0; rest /= side)
            x[a] = -1 + 2 * (double)(rest % side) / (double)(side - 1);
        add_point(&g, b, x);
    }
    return g;
}

static void free_grid(grid *g)
{
    free(g->x);
    free(g->y);
}

static void random_signs(char *signs, size_t count, gsl_rng *rng)
{
    for (size_t i = 0; i < count; i++)
        signs[i] = gsl_rng_uniform(rng) < 0.5 ? '+' : '-';
    signs[count] = 0;
}

static double network_error(const nw_network *network, const nw_fit_data *data, size_t *where)
{
    nw_net_work *work = nw_net_work_new(network, 256);
    double *y = nw_alloc(data->count, sizeof *y), error = 0;
    nw_network_forward(network, data->count, data->x, y, work);
    *where = 0;
    for (size_t i = 0; i < data->count; i++)
        if (!(fabs(y[i] - data->y[i]) <= error)) {
            error = fabs(y[i] - data->y[i]);
            *where = i;
        }
    nw_net_work_free(work);
    free(y);
    return error;
}

static void expect_found(const nw_fit_search_result *result, const nw_fit_data *data, double goal)
{
    size_t where;
    ck_assert_uint_gt(result->width, 0);
    ck_assert_ptr_nonnull(result->best.network);
    ck_assert_uint_eq(result->best.network->layers[0].units, result->width);
    ck_assert(nw_network_check_finite(result->best.network, NULL) == NW_OK);
    double error = network_error(result->best.network, data, &where);
    ck_assert_double_le(error, goal * (1 + 1e-9));
    ck_assert_double_le(fabs(error - result->best.error), 1e-11);
    ck_assert_uint_eq(result->tried_below, result->width > 1 ? 1 : 0);
}

static nw_fit_search_result search(const bumps *b, const nw_fit_options *options)
{
    grid g = bump_grid(b, b->inputs == 1 ? 24 : 12);
    nw_fit_search_result result;
    nw_fit_smallest(&result, &g.data, 40, NULL, options);
    expect_found(&result, &g.data, options->goal);
    free_grid(&g);
    return result;
}

static nw_fit_options quarter(void)
{
    nw_fit_options options = nw_fit_defaults();
    options.goal = 0.25;
    return options;
}

/* ---- widths ---- */

START_TEST(equal_signs_need_one_more_than_bumps)
{
    nw_fit_options options = quarter();
    for (int order = 1; order <= 2; order++)
        for (int scale = 2; scale <= 4; scale += 2) {
            nw_fit_search_result result =
                search(&(bumps){.order = order, .inputs = 1, .scale = scale, .signs = "++++"}, &options);
            ck_assert_msg(result.width == (size_t)scale + 1, "r = %d, M = %d: %zu", order, scale, result.width);
            nw_fit_search_result_clear(&result);
        }
}
END_TEST

/* All sign patterns of four bumps, up to the sign of the whole: a change of sign saves a unit, three save two. */
START_TEST(changes_of_sign_save_units)
{
    nw_fit_options options = quarter();
    for (int order = 1; order <= 2; order++)
        for (int pattern = 0; pattern < 8; pattern++) {
            char signs[5] = "++++";
            size_t changes = 0;
            for (int j = 1; j < 4; j++) {
                signs[j] = (pattern >> (j - 1)) % 2 == 1 ? '-' : '+';
                changes += signs[j] != signs[j - 1];
            }
            options.seed = (uint64_t)pattern;
            options.starts = 12;
            nw_fit_search_result result =
                search(&(bumps){.order = order, .inputs = 1, .scale = 4, .signs = signs}, &options);
            ck_assert_msg(result.width <= (changes == 3  ? 3
                                           : changes > 0 ? 4
                                                         : 5),
                          "r = %d, %s: %zu", order, signs, result.width);
            nw_fit_search_result_clear(&result);
        }
}
END_TEST

/* Alternating hats by ReLU units: a zigzag of M bends takes M of them. */
START_TEST(other_activations)
{
    static const size_t most[NW_IDENTITY] = {4, 4, 4, 4, 4, 4};
    for (int activation = 0; activation < NW_IDENTITY; activation++) {
        nw_fit_options options = quarter();
        options.activation = (nw_activation)activation;
        nw_fit_search_result result = search(&(bumps){.order = 1, .inputs = 1, .scale = 4, .signs = "+-+-"}, &options);
        ck_assert_msg(result.width <= most[activation], "%s: %zu", nw_activation_words[activation], result.width);
        nw_fit_search_result_clear(&result);
    }
}
END_TEST

START_TEST(two_inputs)
{
    nw_fit_options options = quarter();
    options.starts = 6;
    nw_fit_search_result result = search(&(bumps){.order = 1, .inputs = 2, .scale = 2, .signs = "+--+"}, &options);
    ck_assert_msg(result.width <= 6, "%zu", result.width);
    nw_fit_search_result_clear(&result);
}
END_TEST

START_TEST(two_hidden_layers)
{
    nw_fit_options options = quarter();
    options.hidden_layers = 2;
    options.starts = 6;
    for (int bias = 0; bias < 2; bias++) {
        options.output_bias = bias == 1;
        nw_fit_search_result result = search(&(bumps){.order = 1, .inputs = 1, .scale = 3, .signs = "+-+"}, &options);
        ck_assert_uint_eq(result.best.network->layer_count, 3);
        ck_assert(result.best.network->output_bias == options.output_bias);
        ck_assert_msg(result.width <= 3, "%zu", result.width);
        nw_fit_search_result_clear(&result);
    }
}
END_TEST

/* ---- the judge ---- */

typedef struct court {
    grid *data;
    const bumps *target;
    nw_fit_data fine;
    size_t least;    /* narrower networks are rejected */
    bool insatiable; /* always asks for a fit to more data */
    volatile bool stop;
    size_t asked, longest, in_a_row;
    size_t last_width;
} court;

static nw_judgement judge(void *state, const nw_network *network, double error)
{
    court *c = state;
    size_t where, width = network->layers[0].units;
    ck_assert_double_le(error, 0.25);
    ck_assert_double_le(fabs(network_error(network, &c->data->data, &where) - error), 1e-11);
    c->asked++;
    c->in_a_row = width == c->last_width ? c->in_a_row + 1 : 1;
    c->longest = c->in_a_row > c->longest ? c->in_a_row : c->longest;
    c->last_width = width;
    if (width < c->least)
        return NW_REJECTED;
    double overlooked = network_error(network, &c->fine, &where);
    if (overlooked <= 0.25 && !c->insatiable)
        return NW_ACCEPTED;
    add_point(c->data, c->target, c->fine.x + where * (size_t)c->fine.inputs);
    return NW_MORE_DATA;
}

/* A coarse grid and a judge who looks closer: the network found holds on the fine grid. */
START_TEST(more_data)
{
    bumps b = {.order = 1, .inputs = 1, .scale = 4, .signs = "++-+"};
    grid coarse = bump_grid(&b, 6), fine = bump_grid(&b, 200);
    court c = {.data = &coarse, .target = &b, .fine = fine.data};
    size_t before = coarse.data.count, where;
    nw_fit_options options = quarter();
    nw_fit_search_result result;
    nw_fit_smallest(&result, &coarse.data, 20, &(nw_fit_judge){judge, &c}, &options);
    expect_found(&result, &coarse.data, 0.25);
    ck_assert_double_le(network_error(result.best.network, &fine.data, &where), 0.25);
    ck_assert_uint_gt(coarse.data.count, before);
    ck_assert_uint_le(result.width, 5);
    nw_fit_search_result_clear(&result);
    free_grid(&coarse);
    free_grid(&fine);
}
END_TEST

START_TEST(rejections)
{
    bumps b = {.order = 1, .inputs = 1, .scale = 3, .signs = "+-+"};
    grid g = bump_grid(&b, 24), fine = bump_grid(&b, 24);
    nw_fit_options options = quarter();
    options.starts = 4;
    for (size_t least = 4; least <= 6; least++) {
        court c = {.data = &g, .target = &b, .fine = fine.data, .least = least};
        nw_fit_search_result result;
        nw_fit_smallest(&result, &g.data, 20, &(nw_fit_judge){judge, &c}, &options);
        expect_found(&result, &g.data, 0.25);
        ck_assert_uint_eq(result.width, least);
        nw_fit_search_result_clear(&result);
    }
    court c = {.data = &g, .target = &b, .fine = fine.data, .least = 100};
    nw_fit_search_result result;
    nw_fit_smallest(&result, &g.data, 6, &(nw_fit_judge){judge, &c}, &options);
    ck_assert_uint_eq(result.width, 0);
    ck_assert_uint_gt(c.asked, 0);
    nw_fit_search_result_clear(&result);
    free_grid(&g);
    free_grid(&fine);
}
END_TEST

/* A judge who is never content is not asked for ever. */
START_TEST(insatiable_judge)
{
    bumps b = {.order = 1, .inputs = 1, .scale = 2, .signs = "+-"};
    grid g = bump_grid(&b, 24), fine = bump_grid(&b, 24);
    court c = {.data = &g, .target = &b, .fine = fine.data, .insatiable = true};
    nw_fit_options options = quarter();
    nw_fit_search_result result;
    nw_fit_smallest(&result, &g.data, 4, &(nw_fit_judge){judge, &c}, &options);
    ck_assert_uint_eq(result.width, 0);
    ck_assert_uint_gt(c.asked, 8);
    ck_assert_uint_le(c.asked, 9 * 3 * 4);
    nw_fit_search_result_clear(&result);
    free_grid(&g);
    free_grid(&fine);
}
END_TEST

static nw_judgement stopping_judge(void *state, const nw_network *network, double error)
{
    court *c = state;
    (void)network;
    (void)error;
    c->stop = true;
    c->asked++;
    return NW_ACCEPTED;
}

START_TEST(stopped_searches_claim_nothing_below)
{
    bumps b = {.order = 1, .inputs = 1, .scale = 4, .signs = "++++"};
    grid g = bump_grid(&b, 24);
    court c = {0};
    nw_fit_options options = quarter();
    options.stop = &c.stop;
    nw_fit_search_result result;
    nw_fit_smallest(&result, &g.data, 20, &(nw_fit_judge){stopping_judge, &c}, &options);
    ck_assert_uint_gt(result.width, 0);
    ck_assert_uint_eq(result.tried_below, 0);
    ck_assert_uint_eq(result.restarts, 0);
    ck_assert_uint_eq(c.asked, 1);
    nw_fit_search_result_clear(&result);
    free_grid(&g);
}
END_TEST

/* The same wherever it happens: during growth, pruning, any of the other starts. */
static nw_judgement counting_judge(void *state, const nw_network *network, double error)
{
    court *c = state;
    (void)error;
    c->stop = ++c->asked == c->longest;
    return network->layers[0].units >= c->least ? NW_ACCEPTED : NW_REJECTED;
}

START_TEST(stopping_at_any_time)
{
    bumps b = {.order = 1, .inputs = 1, .scale = 2, .signs = "+-"};
    grid g = bump_grid(&b, 24);
    for (size_t last = 1; last <= 40; last += 3) {
        court c = {.longest = last, .least = 4};
        nw_fit_options options = quarter();
        options.stop = &c.stop;
        nw_fit_search_result result;
        nw_fit_smallest(&result, &g.data, 8, &(nw_fit_judge){counting_judge, &c}, &options);
        ck_assert_uint_le(c.asked, last);
        ck_assert_msg(!c.stop || result.tried_below == 0, "stopped at call %zu", last);
        ck_assert((result.width == 0) == (result.best.network == NULL));
        nw_fit_search_result_clear(&result);
    }
    free_grid(&g);
}
END_TEST

/* ---- moves ---- */

static double output(const nw_network *network, const double *x)
{
    nw_net_work *work = nw_net_work_new(network, 1);
    double y;
    nw_network_forward(network, 1, x, &y, work);
    nw_net_work_free(work);
    return y;
}

/* A unit appended with output weight 0 changes nothing; taking it away again gives the parameters back; taking another
 * one away is the network with that unit silenced. */
START_TEST(appending_and_removing)
{
    gsl_rng *rng = ct_rng("moves");
    for (int repeat = 0; repeat < 40; repeat++) {
        double x[8], y[2] = {0, 1}, weight[4];
        nw_fit_options options = nw_fit_defaults();
        options.hidden_layers = (size_t)ct_between(rng, 1, 2);
        options.output_bias = ct_between(rng, 0, 1) == 1;
        int inputs = (int)ct_between(rng, 1, 4);
        size_t width = (size_t)ct_between(rng, 2, 6), unit = (size_t)ct_between(rng, 0, (slong)width - 1);
        for (int i = 0; i < 8; i++)
            x[i] = 2 * gsl_rng_uniform(rng) - 1;
        for (int a = 0; a < 4; a++)
            weight[a] = gsl_rng_uniform(rng);
        nw_fit_data data = {.count = 2, .inputs = inputs, .x = x, .y = y};
        nw_fit_run run;
        nw_fit_run_begin(&run, &data, NULL, &options);
        nw_fit_run_width(&run, width);
        nw_fit_candidate from = {.width = width, .count = run.model.count};
        from.parameters = nw_alloc(from.count, sizeof(double));
        for (size_t p = 0; p < from.count; p++)
            from.parameters[p] = 2 * gsl_rng_uniform(rng) - 1;
        nw_network *network = nw_fit_model_network(&run.model, from.parameters);

        nw_fit_run_width(&run, width + 1);
        nw_fit_candidate more = {.width = width + 1, .count = run.model.count};
        more.parameters = nw_alloc(more.count, sizeof(double));
        nw_fit_append_unit(&run, more.parameters, &from, weight, 0.5);
        nw_network *wider = nw_fit_model_network(&run.model, more.parameters);
        ck_assert_double_le(fabs(output(wider, x) - output(network, x)), 1e-12);

        double *back = nw_alloc(from.count, sizeof *back);
        nw_fit_remove_unit(&run, back, &more, width, width);
        ck_assert_mem_eq(back, from.parameters, from.count * sizeof *back);

        double *less = nw_alloc(from.count, sizeof *less);
        nw_fit_remove_unit(&run, less, &from, unit, unit);
        nw_fit_run_width(&run, width - 1);
        nw_network *narrower = nw_fit_model_network(&run.model, less);
        const nw_layer *last = network->layers + options.hidden_layers;
        network->parameters[last->weights + unit] = 0;
        if (options.hidden_layers == 2)
            for (size_t k = 0; k < width; k++)
                network->parameters[network->layers[1].weights + k * width + unit] = 0;
        ck_assert_double_le(fabs(output(narrower, x) - output(network, x)), 1e-12);

        nw_network_free(network);
        nw_network_free(wider);
        nw_network_free(narrower);
        free(back);
        free(less);
        free(more.parameters);
        free(from.parameters);
        nw_fit_run_end(&run);
    }
    gsl_rng_free(rng);
}
END_TEST

/* Growth never loses what it starts from, and pruning gives one unit less. */
START_TEST(growing_and_pruning)
{
    gsl_rng *rng = ct_rng("grow");
    char signs[7];
    random_signs(signs, 6, rng);
    bumps b = {.order = 1, .inputs = 1, .scale = 6, .signs = signs};
    grid g = bump_grid(&b, 24);
    nw_fit_options options = quarter();
    nw_fit_run run;
    nw_fit_run_begin(&run, &g.data, NULL, &options);
    nw_fit_candidate at = {.error = run.points.height}, next = {0};
    while (!at.accepted) {
        nw_fit_grow(&run, &next, &at, rng);
        ck_assert_uint_eq(next.width, at.width + 1);
        ck_assert_msg(at.width == 0 || nw_fit_candidate_better(&next, &at), "width %zu: %g after %g", next.width,
                      next.error, at.error);
        nw_fit_candidate_swap(&at, &next);
        ck_assert_uint_lt(at.width, 20);
    }
    ck_assert_double_le(at.error, 0.25);
    nw_fit_prune(&run, &next, &at, at.width, NW_STAGE_PRUNE);
    ck_assert_uint_eq(next.width, at.width - 1);
    ck_assert(next.accepted == (next.error <= 0.25));
    ck_assert_uint_eq(run.gains[NW_STAGE_PRUNE].runs, 1);
    ck_assert_uint_eq(run.gains[NW_STAGE_GROWTH].runs, at.width);
    nw_fit_candidate_clear(&at);
    nw_fit_candidate_clear(&next);
    nw_fit_run_end(&run);
    free_grid(&g);
    gsl_rng_free(rng);
}
END_TEST

/* The sample is a part of the points, one a cell; it grows by the points asked for and no others. */
START_TEST(samples)
{
    bumps b = {.order = 1, .inputs = 2, .scale = 3, .signs = "+-+-+-+-+"};
    grid g = bump_grid(&b, 20);
    nw_fit_points points, sample = {0};
    nw_fit_points_set(&points, &g.data);
    nw_fit_points_sample(&sample, &points, 400, 1);
    ck_assert_uint_eq(sample.count, 400);
    size_t marked = 0, before = sample.count;
    for (size_t i = 0; i < points.count; i++)
        if (points.sampled[i]) {
            ck_assert_double_eq(sample.y[marked], points.y[i]);
            ck_assert_mem_eq(sample.rows + 2 * marked, points.rows + 2 * i, 2 * sizeof(double));
            marked++;
        }
    ck_assert_uint_eq(marked, sample.count);
    double *residual = nw_alloc(points.padded, sizeof *residual);
    for (size_t i = 0; i < points.count && marked < before + 7; i++)
        if (!points.sampled[i]) {
            residual[i] = marked % 2 == 0 ? 2 : -2;
            marked++;
        }
    nw_fit_points_extend(&sample, &points, residual, 1);
    ck_assert_uint_eq(sample.count, before + 7);
    free(residual);
    nw_fit_points_clear(&sample);
    nw_fit_points_clear(&points);
    free_grid(&g);
}
END_TEST

/* ---- determinism ---- */

typedef struct repetition {
    const bumps *target;
    nw_fit_options options;
    nw_fit_search_result result;
    double error; /* over all points; the larger target is explored by a sample */
} repetition;

static void *repeat_search(void *state)
{
    repetition *r = state;
    grid g = bump_grid(r->target, r->target->inputs == 1 ? 24 : 20);
    nw_fit_smallest(&r->result, &g.data, 20, NULL, &r->options);
    size_t where;
    r->error = network_error(r->result.best.network, &g.data, &where);
    free_grid(&g);
    ct_free_caches();
    return NULL;
}

/* Alone and beside another, the same bits. */
START_TEST(threads_do_not_matter)
{
    bumps targets[] = {{.order = 2, .inputs = 1, .scale = 6, .signs = "++-+--"},
                       {.order = 1, .inputs = 2, .scale = 2, .signs = "+-++"}};
    for (int k = 0; k < 2; k++) {
        repetition r[3];
        pthread_t threads[2];
        for (int i = 0; i < 3; i++) {
            r[i] = (repetition){.target = targets + k, .options = quarter()};
            r[i].options.starts = 4;
        }
        for (int i = 0; i < 2; i++)
            ck_assert_int_eq(pthread_create(threads + i, NULL, repeat_search, r + i), 0);
        for (int i = 0; i < 2; i++)
            pthread_join(threads[i], NULL);
        repeat_search(r + 2);
        for (int i = 0; i < 2; i++) {
            const nw_fit_search_result *a = &r[i].result, *b = &r[2].result;
            ck_assert_uint_eq(a->width, b->width);
            ck_assert_uint_eq(a->restarts, b->restarts);
            ck_assert_mem_eq(&a->best.error, &b->best.error, sizeof(double));
            ck_assert_double_le(r[i].error, 0.25 * (1 + 1e-9));
            ck_assert_mem_eq(a->best.network->parameters, b->best.network->parameters,
                             a->best.network->parameter_count * sizeof(double));
            for (int s = 0; s < NW_STAGE_COUNT; s++)
                ck_assert_uint_eq(a->best.gains[s].iterations, b->best.gains[s].iterations);
        }
        for (int i = 0; i < 3; i++)
            nw_fit_search_result_clear(&r[i].result);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("fit_search");
    TCase *tests = ct_case(suite, "widths");
    tcase_add_test(tests, equal_signs_need_one_more_than_bumps);
    tcase_add_test(tests, changes_of_sign_save_units);
    tcase_add_test(tests, other_activations);
    tcase_add_test(tests, two_inputs);
    tcase_add_test(tests, two_hidden_layers);
    tests = ct_case(suite, "judge");
    tcase_add_test(tests, more_data);
    tcase_add_test(tests, rejections);
    tcase_add_test(tests, insatiable_judge);
    tcase_add_test(tests, stopped_searches_claim_nothing_below);
    tcase_add_test(tests, stopping_at_any_time);
    tests = ct_case(suite, "moves");
    tcase_add_test(tests, appending_and_removing);
    tcase_add_test(tests, growing_and_pruning);
    tcase_add_test(tests, samples);
    tests = ct_case(suite, "determinism");
    tcase_add_test(tests, threads_do_not_matter);
    return ct_main(suite);
}
