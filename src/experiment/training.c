#include "experiment/training.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/random.h"
#include "experiment/problem_kind.h"
#include "experiment/training_file.h"
#include "experiment/training_test.h"
#include "train/loss.h"

/* Streams of random numbers of a job's own seed. */
enum { START, ORDER };

nw_status nw_training_begin(nw_training *training, const nw_experiment_job *job, nw_problem *problem,
                            const char *checkpoint, nw_error *error)
{
    const nw_setting_of_experiment *setting = job->setting;
    nw_model_spec spec;
    *training = (nw_training){0};
    nw_experiment_shape(&spec, job);
    if (spec.x_size != problem->x_size || (spec.kind != NW_MODEL_PLAIN && spec.i_size != problem->i_size) ||
        spec.outputs != problem->outputs)
        return nw_fail(error, NW_BAD_INPUT,
                       "the setting has x, I and outputs of sizes %zu, %zu and %zu, and the data %zu, %zu and %zu",
                       spec.x_size, spec.i_size, spec.outputs, problem->x_size, problem->i_size, problem->outputs);
    *training = (nw_training){
        .job = job, .problem = problem, .model_count = job->method == NW_METHOD_PAIR ? 2 : 1};
    size_t most = setting->batch, samples = most * problem->train.points;
    for (size_t m = 0; m < training->model_count; m++) {
        training->models[m] = nw_model_new(&spec, samples, spec.kind == NW_MODEL_PLAIN ? 1 : most);
        gsl_rng *random = nw_random_stream(job->seed, START, m);
        nw_model_start(training->models[m], random);
        gsl_rng_free(random);
        nw_optimiser_begin(&training->optimisers[m], setting->optimiser, nw_experiment_rate(job), setting->momentum,
                           nw_model_parameters(training->models[m]));
    }
    nw_batches_begin(&training->batches, problem, most);
    nw_batches_begin(&training->tests, problem, most);
    training->signal = nw_alloc(samples * problem->outputs, sizeof *training->signal);
    training->curve = nw_alloc(setting->epochs + 1, sizeof *training->curve);
    return nw_training_file_begin(training, checkpoint, error);
}

void nw_training_clear(nw_training *training)
{
    for (size_t m = 0; m < training->model_count; m++) {
        nw_model_free(training->models[m]);
        nw_optimiser_clear(&training->optimisers[m]);
    }
    nw_batches_clear(&training->batches);
    nw_batches_clear(&training->tests);
    nw_training_file_end(&training->file);
    free(training->signal);
    free(training->curve);
    *training = (nw_training){0};
}

/* One batch, all models; the loss is that of the first. */
static double step(nw_training *training, const nw_batch_view *view)
{
    double first = 0;
    for (size_t m = 0; m < training->model_count; m++) {
        const float *outputs = nw_model_forward(training->models[m], &view->batch);
        size_t samples = view->batch.samples, width = training->batches.outputs;
        double loss =
            view->labels != NULL
                ? nw_loss_likelihood(training->signal, NULL, outputs, view->labels, samples, width)
                : nw_loss_square(training->signal, outputs, view->goals, samples, width);
        if (m == 0 || !isfinite(loss))
            first = loss;
        nw_optimiser_step(&training->optimisers[m], training->models[m], &view->batch, training->signal);
    }
    return first;
}

static void add_point(nw_training *training, double train)
{
    nw_test_result result = {.loss = NAN, .second = NAN, .deviation = NAN};
    if (!training->diverged) {
        result = nw_training_test(training);
        training->diverged = !isfinite(result.loss);
    }
    if (training->diverged)
        result = (nw_test_result){.loss = NAN, .second = NAN, .deviation = NAN};
    training->output_deviation = result.deviation;
    training->curve[training->points++] = (nw_experiment_point){
        .epoch = (long)training->epochs, .train = train, .test = result.loss, .second = result.second};
}

/* The rest of the present epoch; *finished becomes false when `halt` ends it. */
static nw_status finish_epoch(nw_training *training, bool *finished, nw_training_halt *halt, const void *state,
                              nw_error *error)
{
    const nw_setting_of_experiment *setting = training->job->setting;
    size_t epoch = training->epochs + 1;
    const nw_samples *samples = nw_problem_epoch(training->problem, epoch);
    gsl_rng *random = NULL;
    if (!(setting->experiment == NW_ASSUMPTION2 && setting->as_released))
        random = nw_random_stream(training->job->seed, ORDER, epoch);
    nw_batches_take(&training->batches, samples, random);
    if (random != NULL)
        gsl_rng_free(random);
    size_t count = nw_batches_count(&training->batches);
    nw_status status = NW_OK;
    while (status == NW_OK && *finished && training->steps < count && !training->diverged) {
        if (halt(state)) {
            *finished = false;
            break;
        }
        nw_batch_view view = nw_batches_get(&training->batches, training->steps);
        double loss = step(training, &view);
        training->loss += loss * (double)view.batch.samples;
        training->diverged = !isfinite(loss);
        training->steps++;
        if (!training->diverged) /* else there is no going on from here: its last point is added first */
            status = nw_training_file_due(training, error);
    }
    if (status != NW_OK || !*finished)
        return status;
    double mean = training->loss / (double)(samples->tasks * samples->points);
    training->epochs = epoch;
    training->steps = 0;
    training->loss = 0;
    add_point(training, training->diverged ? NAN : mean);
    return NW_OK;
}

nw_status nw_training_run(nw_training *training, bool *finished, nw_training_halt *halt, const void *state,
                          nw_error *error)
{
    *finished = true;
    if (training->points == 0)
        add_point(training, NAN);
    nw_status status = NW_OK;
    while (status == NW_OK && *finished && !training->diverged &&
           training->epochs < training->job->setting->epochs)
        status = finish_epoch(training, finished, halt, state, error);
    if (status == NW_OK && !*finished)
        status = nw_training_save(training, error);
    return status;
}
