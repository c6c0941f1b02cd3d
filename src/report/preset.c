#include "report/preset.h"

#include "report/preset_parts.h"

/* What an embedding method is set by. */
#define EMBEDDING                                                                                                      \
    (NW_PRESET_READS(NW_M1) | NW_PRESET_READS(NW_M2) | NW_PRESET_READS(NW_ALPHA) | NW_PRESET_READS(NW_K) |             \
     NW_PRESET_READS(NW_L1) | NW_PRESET_READS(NW_L2) | NW_PRESET_READS(NW_LAYERS) | NW_PRESET_READS(NW_ACTIVATION))

/* Ended by a row without a name. */
static const nw_preset presets[] = {
    {"theorems", "theorems 1-5 and the separation over eps", NW_PRESET_READS(NW_R) | EMBEDDING | NW_PRESET_READS(NW_EPS) |
     NW_PRESET_READS(NW_C) | NW_PRESET_READS(NW_W) | NW_PRESET_READS(NW_NORM) | NW_PRESET_READS(NW_FORM), nw_preset_theorems},
    {"assumptions", "each theorem beside what remains without its hypotheses", NW_PRESET_READS(NW_R) | EMBEDDING |
     NW_PRESET_READS(NW_EPS) | NW_PRESET_READS(NW_C) | NW_PRESET_READS(NW_W) | NW_PRESET_READS(NW_BITS), nw_preset_assumptions},
    {"separation", "the largest eps at which N_q/N_g provably exceeds 1, 10, 100", EMBEDDING | NW_PRESET_READS(NW_FORM),
     nw_preset_separation},
    {"constants", "smoothstep norms and asymptotic constants of the witnesses", NW_PRESET_READS(NW_R) | NW_PRESET_READS(NW_N),
     nw_preset_constants},
    {"audit", "what holds of every hypothesis, by the claims of audit", 0, nw_preset_audit},
    {NULL, NULL, 0, NULL},
};

const nw_preset *nw_preset_at(size_t index)
{
    size_t count = sizeof presets / sizeof presets[0] - 1;
    return index < count ? &presets[index] : NULL;
}
