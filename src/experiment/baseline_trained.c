#include "experiment/baseline.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "experiment/batches.h"
#include "train/loss.h"
#include "train/optimiser.h"

/* Two plain networks side by side.  The linear one has a hidden layer without activation, as wide as its outputs, which
 * says what one matrix says and needs no model of its own. */
typedef struct entrant {
    nw_model *model;
    nw_optimiser optimiser;
    bool with_i;
    bool lost; /* a loss became infinite or NaN */
} entrant;

enum { ALONE, LINEAR, ENTRANTS };

typedef struct race {
    nw_problem *problem;
    nw_batches batches;
    float *signal, *joined; /* joined: rows (x, I) of a batch */
    entrant entrants[ENTRANTS];
} race;

double nw_baseline_rate(const nw_setting_of_experiment *setting)
{
    return setting->rate > 0 ? setting->rate : 0.01;
}

static void enter(race *to, int number)
{
    const nw_problem *problem = to->problem;
    const nw_setting_of_experiment *setting = problem->job->setting;
    bool linear = number == LINEAR;
    nw_model_spec spec = {.kind = NW_MODEL_PLAIN,
                          .x_size = problem->x_size + (linear ? problem->i_size : 0),
                          .outputs = problem->outputs,
                          .hidden = linear ? problem->outputs : setting->hidden,
                          .unit = linear ? NW_IDENTITY : setting->unit,
                          .biases = true,
                          .start = NW_START_FAN_IN};
    entrant *one = &to->entrants[number];
    *one = (entrant){.model = nw_model_new(&spec, to->batches.most * problem->test.points, 1), .with_i = linear};
    gsl_rng *random = nw_problem_random(problem, NW_DRAW_START, (uint64_t)number);
    nw_model_start(one->model, random);
    gsl_rng_free(random);
    nw_optimiser_begin(&one->optimiser, setting->optimiser, nw_baseline_rate(setting), setting->momentum,
                       nw_model_parameters(one->model));
}

/* What an entrant reads of a batch. */
static nw_batch reading(race *of, const entrant *one, const nw_batch *batch)
{
    size_t x_size = of->problem->x_size, i_size = of->problem->i_size, row = x_size + i_size;
    nw_batch read = {.samples = batch->samples, .tasks = 1, .x = batch->x};
    if (!one->with_i)
        return read;
    size_t points = batch->samples / batch->tasks;
    for (size_t s = 0; s < batch->samples; s++) {
        memcpy(of->joined + s * row, batch->x + s * x_size, x_size * sizeof *of->joined);
        memcpy(of->joined + s * row + x_size, batch->i + s / points * i_size, i_size * sizeof *of->joined);
    }
    read.x = of->joined;
    return read;
}

static void train_epoch(race *of, size_t epoch, const volatile bool *stop)
{
    gsl_rng *random = nw_problem_random(of->problem, NW_DRAW_ORDER, epoch);
    nw_batches_take(&of->batches, nw_problem_epoch(of->problem, epoch), random);
    gsl_rng_free(random);
    for (size_t b = 0; b < nw_batches_count(&of->batches) && !*stop; b++) {
        nw_batch_view view = nw_batches_get(&of->batches, b);
        for (int e = 0; e < ENTRANTS; e++) {
            entrant *one = &of->entrants[e];
            nw_batch read = reading(of, one, &view.batch);
            const float *outputs = nw_model_forward(one->model, &read);
            if (!isfinite(nw_loss_likelihood(of->signal, NULL, outputs, view.labels, read.samples,
                                             of->problem->outputs)))
                one->lost = true;
            if (!one->lost)
                nw_optimiser_step(&one->optimiser, one->model, &read, of->signal);
        }
    }
}

static double test(race *of, const entrant *one)
{
    double sum = 0, count = 0;
    nw_batches_take(&of->batches, nw_problem_test(of->problem), NULL);
    for (size_t b = 0; b < nw_batches_count(&of->batches); b++) {
        nw_batch_view view = nw_batches_get(&of->batches, b);
        nw_batch read = reading(of, one, &view.batch);
        const float *outputs = nw_model_forward(one->model, &read);
        sum += (double)read.samples *
               nw_loss_likelihood(NULL, NULL, outputs, view.labels, read.samples, of->problem->outputs);
        count += (double)read.samples;
    }
    double mean = sum / count;
    return one->lost || !isfinite(mean) ? NAN : mean;
}

void nw_baseline_trained(double *without_i, double *linear, nw_problem *problem, const volatile bool *stop)
{
    const nw_setting_of_experiment *setting = problem->job->setting;
    race of = {.problem = problem};
    size_t rows = setting->batch * problem->test.points;
    nw_batches_begin(&of.batches, problem, setting->batch);
    of.signal = nw_alloc(rows * problem->outputs, sizeof *of.signal);
    of.joined = nw_alloc(rows * (problem->x_size + problem->i_size), sizeof *of.joined);
    for (int e = 0; e < ENTRANTS; e++)
        enter(&of, e);
    for (size_t epoch = 1; epoch <= setting->epochs && !*stop; epoch++)
        train_epoch(&of, epoch, stop);
    *without_i = *stop ? NAN : test(&of, &of.entrants[ALONE]);
    *linear = *stop ? NAN : test(&of, &of.entrants[LINEAR]);
    for (int e = 0; e < ENTRANTS; e++) {
        nw_model_free(of.entrants[e].model);
        nw_optimiser_clear(&of.entrants[e].optimiser);
    }
    nw_batches_clear(&of.batches);
    free(of.signal);
    free(of.joined);
}
