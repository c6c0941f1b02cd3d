#include "construct/gadget.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "construct/kuhn.h"

/* ---- the factors of the terms ---- */

/* Values at the nodes of both grids, row i for term i, scaled so that |u| and |v| have the same bound R = sqrt(A B),
 * A and B the largest of |a_i| and |b_i|. */
typedef struct factors {
    size_t terms;
    double *task, *x;
    double *bounds; /* R, a term */
} factors;

static double largest(const double *values, size_t count)
{
    double most = 0;
    for (size_t v = 0; v < count; v++)
        most = fmax(most, fabs(values[v]));
    return most;
}

static void scale(double *values, size_t count, double factor)
{
    for (size_t v = 0; v < count; v++)
        values[v] *= factor;
}

static void take_factors(factors *made, const nw_kuhn *g, const nw_kuhn *f, const nw_target *target)
{
    double point[NW_MOST_INPUTS] = {0};
    arb_t of_task, of_x;
    arb_init(of_task);
    arb_init(of_x);
    made->terms = nw_target_terms(target);
    made->task = nw_alloc(made->terms * f->nodes.count, sizeof *made->task);
    made->x = nw_alloc(made->terms * g->nodes.count, sizeof *made->x);
    made->bounds = nw_alloc(made->terms, sizeof *made->bounds);
    for (size_t i = 0; i < made->terms; i++) {
        double *a = made->task + i * f->nodes.count, *b = made->x + i * g->nodes.count;
        for (size_t v = 0; v < g->nodes.count; v++) {
            nw_node_point(point, &g->nodes, v);
            nw_target_factors_enclose(of_task, of_x, target, i, point, NW_NODE_PRECISION);
            b[v] = nw_node_round(of_x);
        }
        for (size_t w = 0; w < f->nodes.count; w++) {
            nw_node_point(point + 1, &f->nodes, w);
            nw_target_factors_enclose(of_task, of_x, target, i, point, NW_NODE_PRECISION);
            a[w] = nw_node_round(of_task);
        }
        double most_a = largest(a, f->nodes.count), most_b = largest(b, g->nodes.count);
        made->bounds[i] = sqrt(most_a * most_b);
        if (made->bounds[i] > 0) {
            scale(a, f->nodes.count, made->bounds[i] / most_a);
            scale(b, g->nodes.count, made->bounds[i] / most_b);
        }
    }
    arb_clear(of_task);
    arb_clear(of_x);
}

/* ---- gadgets ---- */

/* On knots at distance h the interpolant of s^2 lies in [s^2, s^2 + h^2/4], so a quarter of the difference of two of
 * them errs by at most h^2/16.  u + v and u - v are in [-2 R, 2 R]: h = 4 R/K, and K = R sqrt(terms/accuracy) pieces
 * do. */
static size_t pieces(double bound, size_t terms, double accuracy)
{
    double count = ceil(bound * sqrt((double)terms / accuracy));
    return count < 1 ? 1 : count < NW_MOST_UNITS ? (size_t)count : NW_MOST_UNITS;
}

/* relu(u + v - s_k), then relu(u - v - s_k), s_k = -2 R + k h, k = 0..K-1 */
static void squares(nw_builder *builder, size_t u, size_t v, double bound, size_t count)
{
    double h = 4 * bound / (double)count;
    for (double sign = 1; sign >= -1; sign -= 2)
        for (size_t k = 0; k < count; k++) {
            nw_builder_unit(builder);
            nw_builder_connect(builder, u, 1);
            nw_builder_connect(builder, v, sign);
            nw_builder_bias(builder, 2 * bound - (double)k * h);
        }
}

/* s_0^2 + (s_0 + s_1) relu(s - s_0) + sum over k >= 1 of 2 h relu(s - s_k), the first of which cancels in the
 * difference */
static void differences(nw_builder *builder, size_t first, double bound, size_t count)
{
    double h = 4 * bound / (double)count;
    for (double sign = 1; sign >= -1; sign -= 2)
        for (size_t k = 0; k < count; k++)
            nw_builder_connect(builder, first++, sign / 4 * (k == 0 ? h - 4 * bound : 2 * h));
}

/* ---- the network ---- */

static nw_network *build(const nw_kuhn *g, const nw_kuhn *f, const factors *made, double accuracy)
{
    size_t most = g->nodes.count > f->nodes.count ? g->nodes.count : f->nodes.count;
    double *weights = nw_alloc(most, sizeof *weights);
    nw_builder *builder = nw_builder_new(2);
    nw_builder_layer(builder, NW_RELU);
    nw_kuhn_layer(builder, g, 1, 0);
    nw_kuhn_layer(builder, f, 1, 1);
    nw_builder_layer(builder, NW_IDENTITY);
    for (size_t i = 0; i < made->terms; i++) {
        nw_kuhn_weights(weights, made->task + i * f->nodes.count, 1, f);
        nw_kuhn_output(builder, f, weights, g->nodes.count);
        nw_kuhn_weights(weights, made->x + i * g->nodes.count, 1, g);
        nw_kuhn_output(builder, g, weights, 0);
    }
    nw_builder_layer(builder, NW_RELU);
    for (size_t i = 0; i < made->terms; i++)
        squares(builder, 2 * i, 2 * i + 1, made->bounds[i], pieces(made->bounds[i], made->terms, accuracy));
    nw_builder_layer(builder, NW_IDENTITY);
    nw_builder_unit(builder);
    for (size_t i = 0, first = 0; i < made->terms; i++) {
        size_t count = pieces(made->bounds[i], made->terms, accuracy);
        differences(builder, first, made->bounds[i], count);
        first += 2 * count;
    }
    free(weights);
    return nw_builder_finish(builder);
}

static nw_status check_sizes(const factors *made, double accuracy, nw_error *error)
{
    size_t units = 0;
    for (size_t i = 0; i < made->terms; i++) {
        units += 2 * pieces(made->bounds[i], made->terms, accuracy);
        if (units > NW_MOST_UNITS)
            return nw_fail(error, NW_BAD_INPUT,
                           "gadgets of accuracy %g need more than %d units; take a larger accuracy", accuracy,
                           NW_MOST_UNITS);
    }
    return NW_OK;
}

nw_status nw_construct_gadgets(nw_network **network, const nw_target *target, size_t intervals, size_t task_intervals,
                               double accuracy, nw_error *error)
{
    nw_kuhn g, f;
    factors made;
    if (nw_target_terms(target) == 0 || nw_target_m1(target) != 1 || nw_target_inputs(target) != 2)
        return nw_fail(error, NW_BAD_INPUT,
                       "%.200s: gadgets emulate hypernetworks of structured targets; expected one such as "
                       "product:m1=1,m2=1,terms=2",
                       nw_target_word(target));
    if (!(accuracy > 0))
        return nw_fail(error, NW_BAD_INPUT, "gadgets of accuracy %g: expected a number > 0", accuracy);
    nw_status status = nw_kuhn_plan(&g, 1, intervals, NW_RELU, error);
    if (status == NW_OK)
        status = nw_kuhn_plan(&f, 1, task_intervals, NW_RELU, error);
    if (status != NW_OK)
        return status;
    take_factors(&made, &g, &f, target);
    status = check_sizes(&made, accuracy, error);
    if (status == NW_OK)
        *network = build(&g, &f, &made, accuracy);
    free(made.task);
    free(made.x);
    free(made.bounds);
    return status;
}

size_t nw_gadgets_literal_count(size_t f_connections, size_t fed)
{
    return f_connections + fed * (2 + 2 + 4 * (3 + 1));
}
