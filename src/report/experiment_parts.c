#include "report/experiment_parts.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "report/gap_parts.h"

const char *nw_experiment_type_word(unsigned type)
{
    static const char *const words[] = {"", "I", "II", "III"};
    return type < sizeof words / sizeof words[0] ? words[type] : "";
}

const char *nw_experiment_axis_symbol(nw_experiment_axis axis)
{
    static const char *const symbols[NW_AXIS_COUNT] = {
        [NW_OVER_LAYERS] = "k", [NW_OVER_SIZE] = "i", [NW_OVER_WIDTH] = "width", [NW_OVER_RATE] = "j",
        [NW_OVER_NOTHING] = ""};
    return symbols[axis];
}

const char *nw_experiment_axis_name(nw_experiment_axis axis)
{
    static const char *const names[NW_AXIS_COUNT] = {[NW_OVER_LAYERS] = "k (layers of f and e)",
                                                     [NW_OVER_SIZE] = "i (size of the embedding)",
                                                     [NW_OVER_WIDTH] = "width",
                                                     [NW_OVER_RATE] = "learning rate",
                                                     [NW_OVER_NOTHING] = "epoch"};
    return names[axis];
}

const char *nw_experiment_primary_symbol(nw_method method)
{
    return method == NW_METHOD_HYPER ? "N_g" : method == NW_METHOD_EMBEDDING ? "N_q" : "N";
}

const char *nw_experiment_inner_symbol(nw_method method)
{
    return method == NW_METHOD_HYPER ? "N_f" : method == NW_METHOD_EMBEDDING ? "N_e" : "";
}

bool nw_experiment_has_axis(const nw_setting_of_experiment *setting)
{
    return setting->axis != NW_OVER_NOTHING;
}

bool nw_experiment_has_likelihood(const nw_setting_of_experiment *setting)
{
    return setting->experiment == NW_ROTATION || setting->experiment == NW_LR;
}

bool nw_experiment_draws_images(const nw_setting_of_experiment *setting)
{
    return setting->data == NULL && setting->inputs != NW_INPUT_GAUSS && setting->inputs != NW_INPUT_UNIFORM;
}

bool nw_experiment_by_epoch(const nw_setting_of_experiment *setting)
{
    return (setting->methods >> NW_METHOD_PAIR & 1) != 0;
}

bool nw_experiment_has_wrong(const nw_setting_of_experiment *setting)
{
    return setting->experiment == NW_ROTATION || setting->experiment == NW_LR ||
           setting->experiment == NW_ASSUMPTION2;
}

char *nw_experiment_value_text(const nw_experiment_job *job)
{
    const nw_setting_of_experiment *setting = job->setting;
    if (!nw_experiment_has_axis(setting))
        return nw_copy_text("");
    const char *symbol = nw_experiment_axis_symbol(setting->axis);
    if (setting->axis == NW_OVER_RATE)
        return nw_format("%s = %ld (rate %.3g)", symbol, job->value, nw_experiment_rate(job));
    return nw_format("%s = %ld", symbol, job->value);
}

char *nw_experiment_title(const nw_setting_of_experiment *setting)
{
    const nw_experiment_card *card = &nw_experiment_cards[setting->experiment];
    const char *symbol = nw_experiment_by_epoch(setting) ? "epoch" : nw_experiment_axis_symbol(setting->axis);
    return nw_format("%s (%s): %s%s%s", card->name, card->figures, card->measure, symbol[0] == '\0' ? "" : " by ",
                     symbol);
}

char *nw_experiment_curve_text(unsigned type, nw_method method)
{
    if (type == 0)
        return nw_copy_text(nw_method_words[method]);
    return nw_format("type %s, %s", nw_experiment_type_word(type), nw_method_words[method]);
}

char *nw_experiment_baselines_text(const nw_experiment_groups *groups)
{
    const nw_setting_of_experiment *setting = groups->setting;
    nw_text text = {0}, made = {0};
    bool shallow = groups->groups[0].job->method >= NW_METHOD_SHALLOW;
    bool classes = nw_experiment_has_likelihood(setting);
    nw_text_addf(&text, "constant, the best one%s", classes ? " (class frequencies)" : "");
    if (!classes)
        nw_text_addf(&text, "; linear, in %s, by least squares on the training samples%s", shallow ? "x" : "(x, I)",
                     setting->points == 1 && setting->samples <= setting->x_size + setting->i_size + 1
                         ? " (no more than its weights, which may fit them exactly)"
                         : "");
    for (size_t i = 0; !shallow && i < groups->count; i++) {
        const char *how = nw_experiment_group_how(groups, &groups->groups[i]);
        if (how[0] != '\0' && strstr(nw_text_string(&made), how) == NULL)
            nw_text_addf(&made, "%s%s", made.length > 0 ? "; " : "", how);
    }
    if (made.length > 0)
        nw_text_addf(&text, "; without I%s: %s", classes ? " and linear" : "", nw_text_string(&made));
    nw_text_clear(&made);
    return nw_text_take(&text);
}

char *nw_experiment_number_text(double value)
{
    enum { DIGITS = 3 };
    return isfinite(value) ? nw_gap_number_text(value, DIGITS) : nw_copy_text("-");
}

size_t nw_experiment_types(unsigned types[3], const nw_setting_of_experiment *setting)
{
    size_t count = 0;
    for (unsigned type = 1; type <= 3; type++)
        if ((setting->types >> (type - 1) & 1) != 0)
            types[count++] = type;
    if (count == 0)
        types[count++] = 0;
    return count;
}
