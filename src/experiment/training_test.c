#include "experiment/training_test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "experiment/problem_kind.h"
#include "train/loss.h"

/* Means and sums of squared distances from them, added to one number at a time (Welford): equal outputs give 0. */
typedef struct spread {
    double mean, square;
} spread;

static void add_outputs(spread *spreads, size_t *seen, const float *outputs, size_t samples, size_t width)
{
    for (size_t s = 0; s < samples; s++) {
        double count = (double)++*seen;
        for (size_t o = 0; o < width; o++) {
            double off = (double)outputs[s * width + o] - spreads[o].mean;
            spreads[o].mean += off / count;
            spreads[o].square += off * ((double)outputs[s * width + o] - spreads[o].mean);
        }
    }
}

static size_t largest(const float *values, size_t count)
{
    size_t best = 0;
    for (size_t j = 1; j < count; j++)
        if (values[j] > values[best])
            best = j;
    return best;
}

static size_t wrong_classes(const float *outputs, const float *goals, size_t samples, size_t width)
{
    size_t wrong = 0;
    for (size_t s = 0; s < samples; s++)
        wrong += largest(outputs + s * width, width) != largest(goals + s * width, width);
    return wrong;
}

/* Adds a batch's share, samples times its mean, to both errors. */
static void add_batch(nw_test_result *result, nw_training *training, const nw_batch_view *view, const float *outputs)
{
    size_t samples = view->batch.samples, width = training->tests.outputs, right;
    double weight = (double)samples;
    if (view->labels != NULL) {
        result->loss += weight * nw_loss_likelihood(NULL, &right, outputs, view->labels, samples, width);
        result->second += (double)(samples - right);
        return;
    }
    result->loss += weight * nw_loss_square(NULL, outputs, view->goals, samples, width);
    if (training->model_count == 2) {
        const float *other = nw_model_forward(training->models[1], &view->batch);
        result->second += weight * nw_loss_square(NULL, other, outputs, samples, width);
    } else if (training->job->setting->experiment == NW_ASSUMPTION2) {
        result->second += (double)wrong_classes(outputs, view->goals, samples, width);
    } else {
        result->second = NAN;
    }
}

nw_test_result nw_training_test(nw_training *training)
{
    nw_test_result result = {0};
    nw_batches *tests = &training->tests;
    const nw_samples *samples = nw_problem_test(training->problem);
    size_t width = tests->outputs, seen = 0;
    spread *spreads = nw_alloc(width, sizeof *spreads);
    nw_batches_take(tests, samples, NULL);
    for (size_t b = 0; b < nw_batches_count(tests); b++) {
        nw_batch_view view = nw_batches_get(tests, b);
        const float *outputs = nw_model_forward(training->models[0], &view.batch);
        add_outputs(spreads, &seen, outputs, view.batch.samples, width);
        add_batch(&result, training, &view, outputs);
    }
    double count = (double)seen, square = 0;
    for (size_t o = 0; o < width; o++)
        square += spreads[o].square / (count * (double)width);
    free(spreads);
    return (nw_test_result){.loss = result.loss / count * training->problem->test_factor,
                            .second = result.second / count,
                            .deviation = sqrt(square)};
}
