/* The mcshane network as an embedding method: e(I) holds the values at the centres. */
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "construct/check.h"
#include "construct/construct.h"
#include "construct/mcshane.h"

/* Let P be the centres an axis of x, M the intervals an axis of I, and L_x, L_I the sums of the norms of the
 * derivatives by x and by I: s + L_x + L_I <= 1 on W(1,m), s = sup |y|.  e errs by at most L_I/M, and so does the
 * maximum over its values, which is 1-Lipschitz in them.  The error y - q(x, e(I)) before the shift thus lies in an
 * interval of length at most (1 + L_x)/P + 2 L_I/M.  With M = 2 P this is at most (1 + L_x + L_I)/P <= (2 - s)/P:
 * for the right shift the error is at most (1 - s/2)/P, and q needs no more centres than for one task.  The shift is
 * taken from samples, which is an estimate; that the error is what it should be, the certificate proves. */

enum {
    CENTRE_SAMPLES = 32, /* a cell of x, at first */
    TASK_SHARE = 8,      /* more than a cell of I, less one */
    MOST_SAMPLES = 200000,
    BATCH = 1024,
};

/* ---- e ---- */

static nw_network *build_task(const nw_kuhn *grid, size_t m1, size_t centres, const nw_target *target)
{
    size_t nodes = grid->nodes.count;
    double *values = nw_alloc(nodes, sizeof *values), *weights = nw_alloc(nodes, sizeof *weights);
    double point[NW_MOST_INPUTS];
    arb_t value;
    arb_init(value);
    nw_builder *builder = nw_builder_new(grid->n);
    for (size_t k = 1; k <= grid->hidden; k++) {
        nw_builder_layer(builder, grid->activation);
        nw_kuhn_layer(builder, grid, k, 0);
    }
    nw_builder_layer(builder, NW_IDENTITY);
    for (size_t i = 0; i < nw_cones_count(m1, centres); i++) {
        nw_cones_point(point, m1, centres, i);
        for (size_t w = 0; w < nodes; w++) {
            nw_node_point(point + m1, &grid->nodes, w);
            nw_target_enclose(value, target, point, NW_NODE_PRECISION);
            values[w] = nw_node_round(value);
        }
        nw_kuhn_weights(weights, values, 1, grid);
        nw_kuhn_output(builder, grid, weights, 0);
    }
    arb_clear(value);
    free(values);
    free(weights);
    return nw_builder_finish(builder);
}

static nw_status task_network(nw_network **task, const nw_kuhn *grid, size_t m1, size_t centres,
                              const nw_target *target, nw_error *error)
{
    nw_built built;
    fmpz_t intervals, outputs;
    nw_built_init(&built);
    fmpz_init_set_ui(intervals, grid->intervals);
    fmpz_init_set_ui(outputs, nw_cones_count(m1, centres));
    nw_built_task(&built, intervals, (slong)grid->n, outputs);
    nw_status status = nw_check_built(task, build_task(grid, m1, centres, target), &built, "mcshane", error);
    fmpz_clear(intervals);
    fmpz_clear(outputs);
    nw_built_clear(&built);
    return status;
}

/* ---- the shift ---- */

/* Points on the axes, so many a cell that centres and nodes are among them; valleys between cones are met closely
 * only. */
static size_t plan_samples(size_t *samples, const nw_composite *composite, size_t centres, size_t task_intervals)
{
    size_t count = 0;
    for (size_t per = CENTRE_SAMPLES; count == 0 || (count > MOST_SAMPLES && per > 1); per /= 2) {
        count = 1;
        for (size_t a = 0; a < composite->m1 + composite->m2; a++) {
            samples[a] = a < composite->m1 ? per * centres + 1 : (per / TASK_SHARE + 1) * task_intervals + 1;
            count *= samples[a];
        }
    }
    return count;
}

/* The midrange of y - h over the grid of samples. */
static double middle(const nw_composite *composite, const nw_target *target, size_t centres, size_t task_intervals)
{
    size_t inputs = composite->m1 + composite->m2, samples[NW_MOST_INPUTS];
    size_t count = plan_samples(samples, composite, centres, task_intervals);
    double *x = nw_alloc(BATCH * inputs, sizeof *x), y[BATCH], h[BATCH], least = INFINITY, most = -INFINITY;
    for (size_t first = 0; first < count; first += BATCH) {
        size_t some = count - first < BATCH ? count - first : BATCH;
        for (size_t i = 0; i < some; i++)
            for (size_t a = inputs, rest = first + i; a-- > 0; rest /= samples[a])
                x[i * inputs + a] = 2 * (double)(rest % samples[a]) / (double)(samples[a] - 1) - 1;
        nw_target_values(target, some, x, y);
        nw_composite_values(composite, some, x, h);
        for (size_t i = 0; i < some; i++) {
            least = fmin(least, y[i] - h[i]);
            most = fmax(most, y[i] - h[i]);
        }
    }
    free(x);
    return (least + most) / 2;
}

/* ---- q(x, e(I)) ---- */

static nw_status check_shape(const nw_target *target, size_t m1, size_t centres, nw_error *error)
{
    size_t inputs = (size_t)nw_target_inputs(target);
    if (m1 < 1 || m1 > 2 || m1 >= inputs)
        return nw_fail(error, NW_BAD_INPUT,
                       "%.200s has %zu inputs, %zu of them x: the embedding is built for m1 = 1 or 2, and m2 >= 1",
                       nw_target_word(target), inputs, m1);
    return nw_cones_check(m1, centres, error);
}

/* With this shift; e is copied. */
static nw_status assemble(nw_composite **composite, const nw_cones *cones, const nw_network *task, nw_error *error)
{
    nw_network *q;
    nw_status status = nw_cones_network(&q, cones, error);
    if (status != NW_OK)
        return status;
    return nw_composite_new(composite, NW_EMBEDDING, cones->axes, task->inputs, q, nw_network_copy(task), error);
}

nw_status nw_construct_mcshane_embedding(nw_composite **composite, const nw_target *target, size_t m1, size_t centres,
                                         size_t task_intervals, nw_error *error)
{
    nw_kuhn grid;
    nw_network *task = NULL;
    nw_status status = check_shape(target, m1, centres, error);
    if (status == NW_OK)
        status = nw_kuhn_plan(&grid, (size_t)nw_target_inputs(target) - m1, task_intervals, NW_RELU, error);
    if (status == NW_OK)
        status = task_network(&task, &grid, m1, centres, target, error);
    if (status != NW_OK)
        return status;
    nw_cones cones = {.axes = m1, .centres = centres};
    nw_composite *unshifted;
    status = assemble(&unshifted, &cones, task, error);
    if (status == NW_OK) {
        cones.shift = middle(unshifted, target, centres, task_intervals);
        nw_composite_free(unshifted);
        status = assemble(composite, &cones, task, error);
    }
    nw_network_free(task);
    return status;
}
