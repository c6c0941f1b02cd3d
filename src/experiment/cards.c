#include <string.h>

#include "experiment/setting.h"

const nw_experiment_card nw_experiment_cards[NW_EXPERIMENT_COUNT] = {
    [NW_SYNTHETIC_DEPTH] = {.name = "synthetic-depth",
                            .figures = "Figures 1a, 4a, 4b",
                            .summary = "a hypernetwork against an embedding method over the layers of f and e, "
                                       "synthetic targets I, II, III",
                            .saw = "The hypernetwork is better from 3 layers on and improves with depth; the embedding "
                                   "method stays flat.",
                            .measure = "test MSE"},
    [NW_SYNTHETIC_EMBEDDING] = {.name = "synthetic-embedding",
                                .figures = "Figures 1b, 4d, 4e",
                                .summary = "a hypernetwork against an embedding method over the size of f's last "
                                           "hidden layer and of e(I), synthetic targets I, II, III",
                                .saw = "The hypernetwork is better at every size; the embedding method does not gain "
                                       "from a larger embedding.",
                                .measure = "test MSE"},
    [NW_ASSUMPTION1] = {.name = "assumption1",
                        .figures = "Figure 2",
                        .summary = "two shallow networks trained alike from different starts against one convolutional "
                                   "target",
                        .saw = "MSE(f1, f2) falls far below MSE(f1, y): the two networks come nearer to each other "
                               "than to the target.",
                        .measure = "test MSE"},
    [NW_ASSUMPTION2] = {.name = "assumption2",
                        .figures = "Figure 8",
                        .summary = "shallow networks over their width, against the labels of images",
                        .saw = "The test MSE falls with the width.",
                        .measure = "test MSE"},
    [NW_ROTATION] = {.name = "rotation",
                     .figures = "Figures 3, 5",
                     .summary = "the angle between an image and its rotation, over the layers of f and e or the size "
                                "of e(I)",
                     .saw = "The hypernetwork is better and improves with depth; the embedding method is flat in depth "
                            "and in embedding size.",
                     .measure = "test negative log-likelihood"},
    [NW_LR] = {.name = "lr",
               .figures = "Figure 7",
               .summary = "rotation at depth 4 over the learning rate",
               .saw = "The hypernetwork is better at every learning rate at which either learns.",
               .measure = "test negative log-likelihood"},
    [NW_COLORIZATION] = {.name = "colorization",
                         .figures = "Figure 6",
                         .summary = "the colour of a pixel from a grey image, over the layers of f and e",
                         .saw = "The hypernetwork improves with depth; the embedding method is flat.",
                         .measure = "test MSE"},
};

nw_experiment nw_experiment_find(const char *name)
{
    int found = 0;
    while (found < NW_EXPERIMENT_COUNT && strcmp(nw_experiment_cards[found].name, name) != 0)
        found++;
    return (nw_experiment)found;
}

const char *const nw_method_words[NW_METHOD_COUNT + 1] = {"hypernetwork", "embedding", "shallow", "pair", NULL};

const char *const nw_axis_words[NW_AXIS_COUNT + 1] = {"layers", "size", "width", "rate", "none", NULL};

const char *const nw_input_words[NW_INPUT_COUNT + 1] = {"gauss", "grey", "colour", "uniform", NULL};

const char *const nw_experiment_presets[] = {"paper", "quick", "tiny", NULL};

/* ---- what the paper does not say ---- */

#define SYNTHETIC_UNSTATED \
    { \
        "epochs (100)", "test samples (10,000)", "repeats (10)", "the activation of f and e (relu)", \
            "biases, which it does not count (none)", \
            "the start of the weights that are trained (uniform in +-1/sqrt(inputs))", NULL \
    }

static const char *const UNSTATED[NW_EXPERIMENT_COUNT][10] = {
    [NW_SYNTHETIC_DEPTH] = SYNTHETIC_UNSTATED,
    [NW_SYNTHETIC_EMBEDDING] = SYNTHETIC_UNSTATED,
    [NW_ASSUMPTION1] = {"biases (true, as in the released code)", "repeats (10)",
                        "samples of uniform inputs (10,000, as in the released code)",
                        "the start of the weights (rows of norm 1, as in the released code)", NULL},
    [NW_ASSUMPTION2] = {"biases (true, as in the released code)", "repeats (10)", NULL},
    [NW_ROTATION] = {"batch (64, as in the released code)", "hidden units of g and q (10, as in the released code)",
                     "the activation of g and q (relu for grey, elu for colour images, as in the released code)",
                     "the embedding over the layers (10 d + 10, as in the released code)",
                     "biases of f, e, q (true, as in the released code)", "repeats (10)", NULL},
    [NW_LR] = {"batch (64, as in the released code)", "hidden units of g and q (10, as in the released code)",
               "the activation of g and q (relu for grey, elu for colour images, as in the released code)",
               "the embedding (10 d + 10, as in the released code)",
               "biases of f, e, q (true, as in the released code)", "repeats (10)", NULL},
    [NW_COLORIZATION] = {"batch (8 images)", "points (128 pixels of an image)", "epochs (10)",
                         "the optimiser and its rate (sgd, 0.01)", "biases of f, e, q (true)",
                         "the activation of f and e (relu)", "repeats (10)", NULL},
};

const char *const *nw_experiment_unstated(nw_experiment experiment)
{
    return UNSTATED[experiment];
}

/* ---- what the released code does otherwise ---- */

static const char *const RELEASED[NW_EXPERIMENT_COUNT][7] = {
    [NW_ASSUMPTION1] = {"the second convolution has 40 channels", "repeats (100)", NULL},
    [NW_ASSUMPTION2] = {"the test loss is summed over the outputs", "the order of the samples is not shuffled", NULL},
    [NW_ROTATION] = {"f and e have k + 2 layers of weights", "f and e are 100 wide for grey images too",
                     "the learning rate is 0.001", "over the size e(I) has 10^4 (i + 1) entries and f and e 5 layers",
                     "the nearest pixel is taken", "the class of an angle does not wrap around", NULL},
    [NW_LR] = {"f and e have k + 2 layers of weights", "f and e are 100 wide for grey images too",
               "the nearest pixel is taken", "the class of an angle does not wrap around", NULL},
};

const char *const *nw_experiment_released(nw_experiment experiment)
{
    return RELEASED[experiment];
}
