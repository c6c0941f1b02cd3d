/* Theorem 4 in its constructive form, r = 1: a hypernetwork in which the last layer of g alone depends on the task. */
#include <stdlib.h>

#include "base/memory.h"
#include "construct/check.h"
#include "construct/construct.h"
#include "construct/hyper.h"

/* g interpolates y(., I) on its grid, f interpolates the values y(x_v, I) in I.  Interpolation averages values at
 * nodes, so it does not enlarge what f errs: |g(x; f(I)) - y| is at most |P y(., I) - y(., I)| plus the largest error
 * of f's values, and each of the two is at most one over its number of intervals on W(1,m). */

/* For node v of g row v: the values at (x_v, I_w), all w.  In one dimension g has hinges, and its weights are a linear
 * map of the values; f interpolates them instead, which is the same, for interpolation is linear too. */
static double *task_rows(const nw_kuhn *g, const nw_nodes *nodes, size_t tasks, const nw_target *target)
{
    double *values = nw_alloc(nodes->count, sizeof *values), *rows = nw_alloc(nodes->count, sizeof *rows);
    double *weights = nw_alloc(g->nodes.count, sizeof *weights);
    nw_node_values(values, nodes, target);
    for (size_t w = 0; w < tasks; w++) {
        nw_kuhn_weights(weights, values + w, tasks, g);
        for (size_t v = 0; v < g->nodes.count; v++)
            rows[v * tasks + w] = weights[v];
    }
    free(values);
    free(weights);
    return rows;
}

static nw_network *build_task(const nw_kuhn *f, const double *rows, size_t count)
{
    double *weights = nw_alloc(f->nodes.count, sizeof *weights);
    nw_builder *builder = nw_builder_new(f->n);
    for (size_t k = 1; k <= f->hidden; k++) {
        nw_builder_layer(builder, f->activation);
        nw_kuhn_layer(builder, f, k, 0);
    }
    nw_builder_layer(builder, NW_IDENTITY);
    for (size_t v = 0; v < count; v++) {
        nw_kuhn_weights(weights, rows + v * f->nodes.count, 1, f);
        nw_kuhn_output(builder, f, weights, 0);
    }
    free(weights);
    return nw_builder_finish(builder);
}

static nw_status check_task(nw_network **f, nw_network *built_f, const nw_kuhn *shape, size_t outputs, nw_error *error)
{
    nw_built built;
    fmpz_t intervals, count;
    nw_built_init(&built);
    fmpz_init_set_ui(intervals, shape->intervals);
    fmpz_init_set_ui(count, outputs);
    nw_built_task(&built, intervals, (slong)shape->n, count);
    nw_status status = nw_check_built(f, built_f, &built, "thm4", error);
    fmpz_clear(intervals);
    fmpz_clear(count);
    nw_built_clear(&built);
    return status;
}

nw_status nw_construct_thm4(nw_composite **composite, const nw_target *target, size_t m1, size_t intervals,
                            size_t task_intervals, nw_activation activation, nw_error *error)
{
    nw_kuhn g, f;
    nw_nodes nodes;
    nw_network *task;
    nw_status status = nw_hyper_plan(&g, &f, &nodes, target, m1, intervals, task_intervals, activation, error);
    if (status != NW_OK)
        return status;
    double *rows = task_rows(&g, &nodes, f.nodes.count, target);
    status = check_task(&task, build_task(&f, rows, g.nodes.count), &f, g.nodes.count, error);
    free(rows);
    return status == NW_OK ? nw_hyper_join(composite, &g, task, f.n, error) : status;
}
