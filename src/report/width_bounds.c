#include "report/width_bounds.h"

#include "catalogue.h"

const char *const nw_width_bound_names[NW_BOUND_COUNT] = {"thm1_alpha1", "thm1_alpha3", "capacity", "bits64", "thm4"};
const char *const nw_width_bound_headers[NW_BOUND_COUNT] = {
    "Thm 1, alpha=1 >=", "Thm 1, alpha=3 >=", "capacity >=", "64 bits >=", "Thm 4 <="};

static const nw_card *capacity_card(const nw_width_group *group)
{
    switch (group->activation) {
    case NW_TANH:
    case NW_LOGISTIC:
        return group->hidden_layers == 1 ? &nw_card_capacity_tanh1 : &nw_card_capacity_sigmoid;
    case NW_RELU:
    case NW_CRELU:
        return &nw_card_capacity;
    default:
        return NULL;
    }
}

const nw_card *nw_width_bound_card(nw_width_bound bound, const nw_width_group *group)
{
    switch (bound) {
    case NW_BOUND_THM1_ALPHA1:
    case NW_BOUND_THM1_ALPHA3:
        return &nw_card_thm1;
    case NW_BOUND_CAPACITY:
        return capacity_card(group);
    case NW_BOUND_BITS:
        return &nw_card_bits;
    case NW_BOUND_THM4:
    case NW_BOUND_COUNT:
        break;
    }
    return &nw_card_thm4;
}

static void put(nw_setting *setting, nw_param param, slong value)
{
    if (nw_card_reads(setting->card, param) != NULL)
        nw_setting_put_integer(setting, param, value);
}

nw_result *nw_width_bound_evaluate(nw_width_bound bound, const nw_width_group *group, nw_context *context)
{
    const nw_card *card = nw_width_bound_card(bound, group);
    if (card == NULL)
        return NULL;
    nw_setting *setting = nw_setting_new(card);
    put(setting, NW_R, group->r);
    put(setting, NW_M1, group->inputs);
    put(setting, NW_M2, 0);
    put(setting, NW_N, group->inputs);
    put(setting, NW_DEPTH, group->hidden_layers);
    put(setting, NW_BITS, 64);
    nw_setting_put_rational(setting, NW_EPS, group->eps);
    if (nw_card_reads(card, NW_ALPHA) != NULL) {
        fmpq_t alpha;
        fmpq_init(alpha);
        fmpq_set_si(alpha, bound == NW_BOUND_THM1_ALPHA1 ? 1 : 3, 1);
        nw_setting_put_rational(setting, NW_ALPHA, alpha);
        fmpq_clear(alpha);
    }
    if (bound == NW_BOUND_CAPACITY) {
        nw_setting_put_choice(setting, NW_ACTIVATION, (int)group->activation);
        if (nw_card_reads(card, NW_OUTPUT_BIAS) != NULL)
            nw_setting_put_choice(setting, NW_OUTPUT_BIAS, group->output_bias);
    }
    nw_result *result = NULL;
    nw_error error;
    nw_card_evaluate(&result, setting, context, &error);
    nw_setting_free(setting);
    return result;
}
