/* Caps on Lipschitz constants as residuals.  C(q) = L max_j |a_j| max_i sum_j |W_ji| and C(e), a product of such maxima,
 * are taken with the norm of exponent SHARP in place of the maximum: smooth, never below it, and above it by at most
 * the 32nd root of the number of entries. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "fit/model.h"

enum { SHARP = 32, ROOT = 4 };

/* The induced 1-norm of a matrix of units x inputs, made smooth; slopes (may be NULL) receives its derivatives. */
static double smooth_norm(double *slopes, const double *weights, size_t units, size_t inputs)
{
    double largest = 0, power = 0;
    double *sums = nw_alloc(inputs, sizeof *sums);
    for (size_t j = 0; j < units; j++)
        for (size_t i = 0; i < inputs; i++)
            sums[i] += fabs(weights[j * inputs + i]);
    for (size_t i = 0; i < inputs; i++)
        largest = fmax(largest, sums[i]);
    for (size_t i = 0; i < inputs && largest > 0; i++)
        power += pow(sums[i] / largest, SHARP);
    double norm = largest > 0 ? largest * pow(power, 1.0 / SHARP) : 0;
    for (size_t j = 0; slopes != NULL && j < units; j++)
        for (size_t i = 0; i < inputs; i++) {
            double weight = weights[j * inputs + i], sign = weight > 0 ? 1 : weight < 0 ? -1 : 0;
            slopes[j * inputs + i] = norm > 0 ? sign * pow(sums[i] / norm, SHARP - 1) : 0;
        }
    free(sums);
    return norm;
}

/* One cap: goal times a root of factor times the norms of two layers, whose weights stand at first and second.  The root
 * keeps a cap that is far from met from outweighing all points. */
static double cap_row(double *columns, const double *parameters, double goal, double factor, size_t first, size_t units,
                      size_t inputs, size_t second, size_t outputs)
{
    double *near = columns != NULL ? columns + first : NULL, *far = columns != NULL ? columns + second : NULL;
    double a = smooth_norm(near, parameters + first, units, inputs);
    double b = smooth_norm(far, parameters + second, outputs, units);
    double product = factor * a * b, row = goal * pow(product, 1.0 / ROOT);
    double slope = product > 0 ? row / ROOT / product * factor : 0;
    for (size_t i = 0; near != NULL && i < units * inputs; i++)
        near[i] *= slope * b;
    for (size_t i = 0; far != NULL && i < outputs * units; i++)
        far[i] *= slope * a;
    return row;
}

void nw_fit_task_caps(const nw_fit_model *model, const double *parameters, double residual[2], double *columns)
{
    const nw_fit_tasks *tasks = model->tasks;
    const nw_network *e = tasks->embedding;
    size_t width = model->width, inputs = model->points->inputs + tasks->k;
    if (columns != NULL)
        memset(columns, 0, 2 * model->count * sizeof *columns);
    residual[0] = residual[1] = 0;
    if (tasks->l2 < INFINITY) {
        double lipschitz = nw_activation_lipschitz(model->activation);
        residual[0] = cap_row(columns, parameters, tasks->goal, lipschitz / tasks->l2, tasks->parameters, width, inputs,
                              model->first_linear, 1);
    }
    if (tasks->l1 < INFINITY) {
        size_t hidden = e->layers[0].units, places = e->inputs;
        residual[1] = cap_row(columns != NULL ? columns + model->count : NULL, parameters, tasks->goal, 1 / tasks->l1, 0,
                              hidden, places, hidden * places, tasks->k);
    }
}
