#include "report/experiment_parts.h"

#include <math.h>

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
