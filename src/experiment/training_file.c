#include "experiment/training_file.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/progress.h"

/* The notes: steps done in the present epoch and their loss, the deviation of the outputs, 1 where the training
 * diverged, then the curve. */
enum { HEAD = 4, EACH = 3 };

static void take_notes(nw_training *training, const nw_checkpoint *state)
{
    const double *notes = state->notes;
    training->epochs = (size_t)state->epoch;
    training->steps = (size_t)notes[0];
    training->loss = notes[1];
    training->output_deviation = notes[2];
    training->diverged = notes[3] != 0;
    training->points = (state->note_count - HEAD) / EACH;
    for (size_t p = 0; p < training->points; p++) {
        const double *point = notes + HEAD + EACH * p;
        training->curve[p] =
            (nw_experiment_point){.epoch = (long)p, .train = point[0], .test = point[1], .second = point[2]};
    }
}

nw_status nw_training_file_begin(nw_training *training, const char *name, nw_error *error)
{
    nw_training_file *file = &training->file;
    *file = (nw_training_file){.name = name, .last = nw_seconds()};
    if (name == NULL)
        return NW_OK;
    file->job = nw_experiment_job_text(training->job);
    for (size_t m = 0; m < training->model_count; m++)
        file->optimisers[m] = &training->optimisers[m];
    size_t room = HEAD + EACH * (training->job->setting->epochs + 1);
    file->state = (nw_checkpoint){.job = file->job,
                                  .model_count = training->model_count,
                                  .models = training->models,
                                  .optimisers = file->optimisers,
                                  .notes = nw_alloc(room, sizeof(double)),
                                  .note_room = room};
    bool found;
    nw_status status = nw_checkpoint_read(&file->state, &found, name, error);
    if (status == NW_OK && found)
        take_notes(training, &file->state);
    return status;
}

void nw_training_file_end(nw_training_file *file)
{
    free(file->job);
    free(file->state.notes);
    *file = (nw_training_file){0};
}

nw_status nw_training_save(nw_training *training, nw_error *error)
{
    if (training->file.name == NULL)
        return NW_OK;
    nw_checkpoint *state = &training->file.state;
    state->epoch = training->epochs;
    state->notes[0] = (double)training->steps;
    state->notes[1] = training->loss;
    state->notes[2] = training->output_deviation;
    state->notes[3] = training->diverged;
    for (size_t p = 0; p < training->points; p++) {
        double *point = state->notes + HEAD + EACH * p;
        point[0] = training->curve[p].train;
        point[1] = training->curve[p].test;
        point[2] = training->curve[p].second;
    }
    state->note_count = HEAD + EACH * training->points;
    training->file.last = nw_seconds();
    return nw_checkpoint_write(state, training->file.name, error);
}

nw_status nw_training_file_due(nw_training *training, nw_error *error)
{
    if (training->file.name == NULL || nw_seconds() - training->file.last < NW_CHECKPOINT_SECONDS)
        return NW_OK;
    return nw_training_save(training, error);
}
