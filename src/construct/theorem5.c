/* Theorem 5: a hypernetwork with a structured selector, f = W P(I), for targets sum_i a_i(I) b_i(x). */
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "construct/check.h"
#include "construct/construct.h"
#include "construct/hyper.h"

/* With P_x and P_I for the interpolations in x and I the hypernetwork computes
 *     sum_i (P_I a_i)(I) (P_x b_i)(x) = P_x P_I y,
 * for both are linear.  P_x is an average of values at nodes, so
 *     |y - P_x P_I y| <= |y - P_x y| + sup |y - P_I y| <= sum_i ||dy/dx_i|| / M + sum_j ||dy/dI_j|| / M'
 * with M and M' intervals an axis, which is at most max(1/M, 1/M') on W(1,m).  So eps need not be split, and the
 * theorem's constants, which hold for every W and g, are not paid. */

/* The values of the factors at the nodes of their grids: row i for a_i, and for b_i. */
typedef struct factor_values {
    size_t terms;
    double *task, *x;
} factor_values;

static void take_values(factor_values *values, const nw_kuhn *g, const nw_kuhn *f, const nw_target *target)
{
    double point[NW_MOST_INPUTS] = {0}; /* the factor of the other inputs is computed as well, and not used */
    arb_t of_task, of_x;
    arb_init(of_task);
    arb_init(of_x);
    values->terms = nw_target_terms(target);
    values->task = nw_alloc(values->terms * f->nodes.count, sizeof *values->task);
    values->x = nw_alloc(values->terms * g->nodes.count, sizeof *values->x);
    for (size_t v = 0; v < g->nodes.count; v++) {
        nw_node_point(point, &g->nodes, v);
        for (size_t i = 0; i < values->terms; i++) {
            nw_target_factors_enclose(of_task, of_x, target, i, point, NW_NODE_PRECISION);
            values->x[i * g->nodes.count + v] = nw_node_round(of_x);
        }
    }
    for (size_t w = 0; w < f->nodes.count; w++) {
        nw_node_point(point + g->n, &f->nodes, w);
        for (size_t i = 0; i < values->terms; i++) {
            nw_target_factors_enclose(of_task, of_x, target, i, point, NW_NODE_PRECISION);
            values->task[i * f->nodes.count + w] = nw_node_round(of_task);
        }
    }
    arb_clear(of_task);
    arb_clear(of_x);
}

/* P_i = a_i / 2^k lies in W(1,m2), and column i of W is 2^k b_i: exact. */
static void scale_values(factor_values *values, const nw_kuhn *g, const nw_kuhn *f, const nw_target *target)
{
    for (size_t i = 0; i < values->terms; i++) {
        double power = 1;
        while (power < nw_target_task_norm(target, i))
            power *= 2;
        for (size_t w = 0; w < f->nodes.count; w++)
            values->task[i * f->nodes.count + w] /= power;
        for (size_t v = 0; v < g->nodes.count; v++)
            values->x[i * g->nodes.count + v] *= power;
    }
}

/* Row i of x becomes column i of W. */
static void make_columns(factor_values *values, const nw_kuhn *g)
{
    double *weights = nw_alloc(g->nodes.count, sizeof *weights);
    for (size_t i = 0; i < values->terms; i++) {
        double *row = values->x + i * g->nodes.count;
        nw_kuhn_weights(weights, row, 1, g);
        for (size_t v = 0; v < g->nodes.count; v++)
            row[v] = weights[v];
    }
    free(weights);
}

/* The largest absolute column sum, rounded up. */
static double induced_norm(const factor_values *values, size_t rows)
{
    double largest = 0;
    for (size_t i = 0; i < values->terms; i++) {
        double sum = 0;
        for (size_t v = 0; v < rows; v++)
            sum = nextafter(sum + fabs(values->x[i * rows + v]), INFINITY);
        largest = sum > largest ? sum : largest;
    }
    return largest;
}

static nw_network *build_selector(const nw_kuhn *f, const factor_values *values, size_t outputs)
{
    double *weights = nw_alloc(f->nodes.count, sizeof *weights);
    nw_builder *builder = nw_builder_new(f->n);
    for (size_t k = 1; k <= f->hidden; k++) {
        nw_builder_layer(builder, f->activation);
        for (size_t i = 0; i < values->terms; i++)
            nw_kuhn_layer(builder, f, k, k == 1 ? 0 : i * nw_kuhn_units(f, k - 1));
    }
    nw_builder_layer(builder, NW_IDENTITY); /* P */
    for (size_t i = 0; i < values->terms; i++) {
        nw_kuhn_weights(weights, values->task + i * f->nodes.count, 1, f);
        nw_kuhn_output(builder, f, weights, i * f->nodes.count);
    }
    nw_builder_layer(builder, NW_IDENTITY); /* W */
    for (size_t v = 0; v < outputs; v++) {
        nw_builder_unit(builder);
        for (size_t i = 0; i < values->terms; i++)
            nw_builder_connect(builder, i, values->x[i * outputs + v]);
    }
    free(weights);
    return nw_builder_finish(builder);
}

static nw_status check_selector(nw_network **f, nw_network *built_f, const nw_kuhn *shape, size_t terms, size_t outputs,
                                nw_error *error)
{
    nw_built built;
    fmpz_t intervals, count;
    nw_built_init(&built);
    fmpz_init_set_ui(intervals, shape->intervals);
    fmpz_init_set_ui(count, outputs);
    nw_built_selector(&built, intervals, (slong)shape->n, (slong)terms, count);
    nw_status status = nw_check_built(f, built_f, &built, "thm5", error);
    fmpz_clear(intervals);
    fmpz_clear(count);
    nw_built_clear(&built);
    return status;
}

static nw_status plan(nw_kuhn *g, nw_kuhn *f, const nw_target *target, size_t intervals, size_t task_intervals,
                      nw_activation activation, nw_error *error)
{
    size_t terms = nw_target_terms(target), widest = 0;
    if (terms == 0)
        return nw_fail(error, NW_BAD_INPUT,
                       "%.200s: Theorem 5 is about structured targets; give one of the family product, such as "
                       "product:m1=1,m2=1,terms=3",
                       nw_target_word(target));
    nw_status status = nw_hyper_plan(g, f, NULL, target, (size_t)nw_target_m1(target), intervals, task_intervals,
                                     activation, error);
    for (size_t k = 1; status == NW_OK && k <= f->hidden; k++)
        widest = nw_kuhn_units(f, k) > widest ? nw_kuhn_units(f, k) : widest;
    if (status == NW_OK && widest > NW_MOST_UNITS / terms)
        return nw_fail(error, NW_BAD_INPUT, "f would have %zu units in a layer; at most %d are built: take a larger "
                       "error",
                       widest * terms, NW_MOST_UNITS);
    return status;
}

nw_status nw_construct_thm5(nw_composite **composite, double *norm, const nw_target *target, size_t intervals,
                            size_t task_intervals, nw_activation activation, nw_error *error)
{
    nw_kuhn g, f;
    factor_values values;
    nw_network *task;
    nw_status status = plan(&g, &f, target, intervals, task_intervals, activation, error);
    if (status != NW_OK)
        return status;
    take_values(&values, &g, &f, target);
    scale_values(&values, &g, &f, target);
    make_columns(&values, &g);
    if (norm != NULL)
        *norm = induced_norm(&values, g.nodes.count);
    status = check_selector(&task, build_selector(&f, &values, g.nodes.count), &f, values.terms, g.nodes.count, error);
    free(values.task);
    free(values.x);
    return status == NW_OK ? nw_hyper_join(composite, &g, task, f.n, error) : status;
}
