/* The formulas are those of torch.optim: D. P. Kingma, J. Ba, "Adam: a method for stochastic optimization" (2015), with
 * both corrections of the bias; M. D. Zeiler, "ADADELTA: an adaptive learning rate method" (2012).  Constants are made
 * in double, so that 1 - .999 is rounded once. */
#include "train/optimiser.h"

#include <math.h>
#include <stdlib.h>

#include "base/hot.h"
#include "base/memory.h"

NW_HOT_FILE
#if defined(__GNUC__) && !defined(__clang__)
/* Square roots of vectors: nobody asks for errno. */
#pragma GCC optimize("no-math-errno")
float sqrtf(float) __attribute__((const));
#endif

const char *const nw_optimiser_words[NW_OPTIMISER_COUNT + 1] = {"sgd", "adam", "adadelta", NULL};

void nw_optimiser_begin(nw_optimiser *optimiser, nw_optimiser_kind kind, double rate, double momentum, size_t count)
{
    *optimiser = (nw_optimiser){.kind = kind, .rate = rate, .momentum = momentum, .count = count};
    if (kind == NW_SGD) {
        if (momentum != 0)
            optimiser->first = nw_alloc(count, sizeof(float));
        return;
    }
    optimiser->decay = .9;
    optimiser->second_decay = .999;
    optimiser->tiny = kind == NW_ADAM ? 1e-8 : 1e-6;
    optimiser->gradient = nw_alloc(count, sizeof(float));
    optimiser->first = nw_alloc(count, sizeof(float));
    optimiser->second = nw_alloc(count, sizeof(float));
}

void nw_optimiser_clear(nw_optimiser *optimiser)
{
    free(optimiser->gradient);
    free(optimiser->first);
    free(optimiser->second);
    *optimiser = (nw_optimiser){0};
}

/* ---- one pass over the parameters ---- */

/* Backward adds the gradient to the velocity itself, which is multiplied by the momentum here, for the next step. */
NW_CLONES static void change_momentum(float *restrict values, float *restrict velocity, size_t count, float rate,
                                      float momentum)
{
    for (size_t i = 0; i < count; i++) {
        values[i] -= rate * velocity[i];
        velocity[i] *= momentum;
    }
}

typedef struct adam {
    float decay, fresh;               /* of the mean: decay and 1 - decay */
    float second_decay, second_fresh; /* of the mean square */
    float rate, root, tiny;           /* bias corrected: rate / (1 - decay^t); 1 / sqrt(1 - second_decay^t) */
} adam;

NW_CLONES static void change_adam(float *restrict values, float *restrict gradient, float *restrict mean,
                                  float *restrict square, size_t count, const adam a)
{
    for (size_t i = 0; i < count; i++) {
        float g = gradient[i];
        mean[i] = a.decay * mean[i] + a.fresh * g;
        square[i] = a.second_decay * square[i] + a.second_fresh * (g * g);
        values[i] -= a.rate * mean[i] / (sqrtf(square[i]) * a.root + a.tiny);
        gradient[i] = 0;
    }
}

NW_CLONES static void change_adadelta(float *restrict values, float *restrict gradient, float *restrict square,
                                      float *restrict change, size_t count, float rate, float decay, float fresh,
                                      float tiny)
{
    for (size_t i = 0; i < count; i++) {
        float g = gradient[i];
        square[i] = decay * square[i] + fresh * (g * g);
        float delta = sqrtf(change[i] + tiny) / sqrtf(square[i] + tiny) * g;
        change[i] = decay * change[i] + fresh * (delta * delta);
        values[i] -= rate * delta;
        gradient[i] = 0;
    }
}

/* ---- a step ---- */

static void step_sgd(nw_optimiser *o, nw_model *model, const nw_batch *batch, float *signal)
{
    float *values = nw_model_values(model);
    if (o->first == NULL) {
        nw_model_backward(model, batch, signal, values, (float)-o->rate);
        return;
    }
    nw_model_backward(model, batch, signal, o->first, 1);
    change_momentum(values, o->first, o->count, (float)o->rate, (float)o->momentum);
}

static void step_adam(nw_optimiser *o, float *values)
{
    double t = (double)o->steps;
    adam a = {
        .decay = (float)o->decay,
        .fresh = (float)(1 - o->decay),
        .second_decay = (float)o->second_decay,
        .second_fresh = (float)(1 - o->second_decay),
        .rate = (float)(o->rate / (1 - pow(o->decay, t))),
        .root = (float)(1 / sqrt(1 - pow(o->second_decay, t))),
        .tiny = (float)o->tiny,
    };
    change_adam(values, o->gradient, o->first, o->second, o->count, a);
}

void nw_optimiser_step(nw_optimiser *o, nw_model *model, const nw_batch *batch, float *signal)
{
    o->steps++;
    if (o->kind == NW_SGD) {
        step_sgd(o, model, batch, signal);
        return;
    }
    nw_model_backward(model, batch, signal, o->gradient, 1);
    if (o->kind == NW_ADAM)
        step_adam(o, nw_model_values(model));
    else
        change_adadelta(nw_model_values(model), o->gradient, o->first, o->second, o->count, (float)o->rate,
                        (float)o->decay, (float)(1 - o->decay), (float)o->tiny);
}
