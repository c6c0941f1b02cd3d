/* The settings of an experiment: those of the paper, of a preset, or the user's. */
#ifndef NW_EXPERIMENT_SETTING_H
#define NW_EXPERIMENT_SETTING_H

#include <jansson.h>

#include "base/error.h"
#include "data/images.h"
#include "train/optimiser.h"

typedef enum nw_experiment {
    NW_SYNTHETIC_DEPTH,     /* Figures 1a, 4a, 4b: over k, the layers of f and e */
    NW_SYNTHETIC_EMBEDDING, /* Figures 1b, 4d, 4e: over i, the size of f's last hidden layer and of e(I) */
    NW_ASSUMPTION1,         /* Figure 2: two shallow networks against one target, by epoch */
    NW_ASSUMPTION2,         /* Figure 8: shallow networks over their width */
    NW_ROTATION,            /* Figures 3, 5: over k, or over i (--over size) */
    NW_LR,                  /* Figure 7: rotation at depth 4 over j, learning rate 1e-4 * 10^(j/4) */
    NW_COLORIZATION,        /* Figure 6: over k */
    NW_EXPERIMENT_COUNT
} nw_experiment;

/* One row of the catalogue. */
typedef struct nw_experiment_card {
    const char *name;    /* "synthetic-depth" */
    const char *figures; /* "Figures 1a, 4a, 4b" */
    const char *summary; /* one line */
    const char *saw;     /* what the paper saw, one or two sentences */
    const char *measure; /* "test MSE", "test negative log-likelihood", ... */
} nw_experiment_card;

extern const nw_experiment_card nw_experiment_cards[NW_EXPERIMENT_COUNT];
nw_experiment nw_experiment_find(const char *name); /* NW_EXPERIMENT_COUNT when there is none */

/* Settings that the paper does not state, with what stands for them: "epochs (100)"; NULL-terminated, for the notes of
 * tables. */
const char *const *nw_experiment_unstated(nw_experiment experiment);
/* What as_released changes, against the paper; NULL-terminated, empty where it changes nothing. */
const char *const *nw_experiment_released(nw_experiment experiment);

typedef enum nw_method {
    NW_METHOD_HYPER,
    NW_METHOD_EMBEDDING,
    NW_METHOD_SHALLOW,
    NW_METHOD_PAIR,
    NW_METHOD_COUNT
} nw_method;
extern const char *const nw_method_words[NW_METHOD_COUNT + 1]; /* "hypernetwork", "embedding", "shallow", "pair" */

typedef enum nw_experiment_axis {
    NW_OVER_LAYERS,
    NW_OVER_SIZE,
    NW_OVER_WIDTH,
    NW_OVER_RATE,
    NW_OVER_NOTHING,
    NW_AXIS_COUNT
} nw_experiment_axis;
extern const char *const nw_axis_words[NW_AXIS_COUNT + 1]; /* "layers", "size", "width", "rate", "none" */

typedef enum nw_inputs { NW_INPUT_GAUSS, NW_INPUT_GREY, NW_INPUT_COLOUR, NW_INPUT_UNIFORM, NW_INPUT_COUNT } nw_inputs;
extern const char *const nw_input_words[NW_INPUT_COUNT + 1]; /* "gauss", "grey", "colour", "uniform" */

enum { NW_MOST_VALUES = 64 };

typedef struct nw_setting_of_experiment {
    nw_experiment experiment;
    char *preset;               /* "paper", "quick", "tiny": where the defaults came from */
    unsigned types;             /* bits 1, 2, 4: the targets I, II, III of the synthetic experiments; 0 elsewhere */
    unsigned methods;           /* bits 1 << nw_method */
    nw_experiment_axis axis;
    size_t value_count;
    long values[NW_MOST_VALUES]; /* k, i, width, j; a single 0 for NW_OVER_NOTHING */
    nw_inputs inputs;
    char *data;                 /* folder of the images, NULL: drawn by nwidth */
    char *data_mark;            /* nw_experiment_images_mark, "" where the images are drawn */
    size_t x_size, i_size;      /* d_x, d_I: those of the images where they are images */
    size_t samples, test_samples, batch, epochs;
    size_t points;              /* pixels of an image in a step of colorization; 1 elsewhere */
    nw_optimiser_kind optimiser;
    double rate, momentum;
    size_t layers;              /* k where it is no axis */
    size_t inner_width;         /* of f's and e's hidden layers */
    size_t hidden;              /* of g and q; of the shallow networks where it is no axis */
    size_t embedding;           /* E, at i = 1 where it grows with i */
    nw_activation unit;         /* of g, q and the shallow networks */
    bool biases, equal_budget, centred, as_released;
    unsigned repeats;
    uint64_t seed;
} nw_setting_of_experiment;

/* Six members are choices, from which all others have their defaults: experiment, preset, inputs, axis, as_released,
 * equal_budget.  Members without a meaning are 0: layers, hidden or rate where they are the axis; i_size, layers,
 * inner_width, embedding of experiments without I; embedding with an equal budget.
 *
 * as_released takes the side of the released code: of rotation and lr k + 2 layers of weights in f and e, which are 100
 * wide, the rate 0.001, over the size E = 10^4 (i + 1) with 5 layers of weights, the nearest pixel, classes that do not
 * wrap around; of assumption1 40 channels behind the second convolution and 100 repeats; of assumption2 the test loss
 * summed over the outputs and samples in their order.  Other experiments refuse it. */
void nw_experiment_defaults(nw_setting_of_experiment *setting, nw_experiment experiment);
/* The settings of a preset: "paper", "quick" (all experiments in minutes on a laptop), "tiny" (seconds, for tests).
 * The other choices and the data stay. */
extern const char *const nw_experiment_presets[]; /* NULL-terminated */
nw_status nw_experiment_preset(nw_setting_of_experiment *setting, const char *preset, nw_error *error);
void nw_experiment_clear(nw_setting_of_experiment *setting);
void nw_experiment_copy(nw_setting_of_experiment *copy, const nw_setting_of_experiment *setting);

/* In what the settings differ from the paper's of the same experiment, inputs and axis: "as_released true in place of
 * false; samples 10000 in place of 60000; ..."; NULL where in nothing.  The caller frees. */
char *nw_experiment_reductions(const nw_setting_of_experiment *setting);

/* NW_BAD_INPUT "FILE: MEMBER WHY" when the settings contradict each other or their experiment. */
nw_status nw_experiment_check(const nw_setting_of_experiment *setting, const char *file, nw_error *error);

/* As members of a JSON object: all of them out, any of them in over what the setting holds (defaults at least).
 *
 *   "format": "nwidth-experiment", "version": 1
 *   "experiment": "rotation", "preset": "quick", "inputs": "grey", "over": "layers", "as_released": false,
 *   "budget": "paper" or "equal"     the choices
 *   "types": ["I", "II"]             or "I,II"
 *   "methods": ["hypernetwork"]      or "hypernetwork,embedding"
 *   "values": [2, 3]                 or "2:9"
 *   "data": "" or a folder, "data_mark": "" or 16 hexadecimal digits
 *   "x_size", "i_size", "samples", "test_samples", "batch", "points", "epochs"
 *   "optimiser": "sgd", "rate": "0.01", "momentum": "0.5"    decimals in quotes
 *   "layers", "inner_width", "hidden", "embedding", "unit": "relu", "biases", "centred", "repeats", "seed"
 *
 * A choice that changes gives every member its default that had it before and is not in the object; data without a
 * data_mark empties it.  What was read is checked.  After a failure the setting is as it was. */
json_t *nw_experiment_to_json(const nw_setting_of_experiment *setting);
nw_status nw_experiment_from_json(nw_setting_of_experiment *setting, json_t *object, const char *file, nw_error *error);

/* One mark for training and test images together, 16 hexadecimal digits; the caller frees. */
char *nw_experiment_images_mark(const nw_images *train, const nw_images *test);

/* The images of a setting with a folder.  NW_BAD_INPUT when the files are wrong, hold fewer images than the setting
 * asks for, or are others than a data_mark that is not empty says. */
nw_status nw_experiment_images(nw_images *train, nw_images *test, const nw_setting_of_experiment *setting,
                               nw_error *error);

#endif
