/* What settings follow from: the choices from which every other member has its default. */
#ifndef NW_EXPERIMENT_DEFAULTS_H
#define NW_EXPERIMENT_DEFAULTS_H

#include "experiment/setting.h"

typedef enum nw_preset_kind { NW_PRESET_PAPER, NW_PRESET_QUICK, NW_PRESET_TINY, NW_PRESET_COUNT } nw_preset_kind;

nw_preset_kind nw_experiment_preset_find(const char *word); /* NW_PRESET_COUNT when there is none */

typedef struct nw_choices {
    nw_experiment experiment;
    nw_preset_kind preset;
    nw_inputs inputs;
    nw_experiment_axis axis;
    bool as_released, equal_budget;
} nw_choices;

nw_choices nw_experiment_first_choices(nw_experiment experiment);
nw_choices nw_experiment_choices(const nw_setting_of_experiment *setting);

/* The settings of choices that go together; *setting is not cleared before. */
void nw_experiment_choose(nw_setting_of_experiment *setting, const nw_choices *choices);

/* NW_BAD_INPUT when they do not go together. */
nw_status nw_experiment_check_choices(const nw_choices *choices, const char *file, nw_error *error);

/* From the paper's settings to those of the preset. */
void nw_experiment_reduce(nw_setting_of_experiment *setting, nw_preset_kind preset);

/* Bits 1 << word of what an experiment allows. */
unsigned nw_experiment_inputs_of(nw_experiment experiment);
unsigned nw_experiment_axes_of(nw_experiment experiment);
unsigned nw_experiment_methods_of(nw_experiment experiment);

bool nw_experiment_is_synthetic(nw_experiment experiment);
bool nw_experiment_is_shallow(nw_experiment experiment);  /* no f, no e, no I */
bool nw_experiment_is_rotation(nw_experiment experiment); /* rotation and lr */

#endif
