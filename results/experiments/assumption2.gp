# nwidth 0.1.0: nwidth plot experiment assumption2.db --output assumption2.gp
$panel1_1 << END
# best constant: width  error
1 0.09
2 0.09
4 0.09
7 0.09
11 0.09
16 0.09
22 0.09
29 0.09
END
$panel1_2 << END
# linear, least squares: width  error
1 0.04799246647
2 0.04799246647
4 0.04799246647
7 0.04799246647
11 0.04799246647
16 0.04799246647
22 0.04799246647
29 0.04799246647
END
$panel1_3 << END
# shallow: width  mean  mean-SD  mean+SD
1 0.08467370515 0.08144007531 0.08790733499
2 0.07748185224 0.07518967262 0.07977403185
4 0.06507249199 0.06438163825 0.06576334573
7 0.0480880806 0.04488134983 0.05129481138
11 0.03239209793 0.02955885893 0.03522533693
16 0.02729939168 0.02600841708 0.02859036627
22 0.02712884562 0.02400943955 0.03024825168
29 0.02366099462 0.02124207518 0.02607991407
END
$panel2_1 << END
# shallow: width  mean  mean-SD  mean+SD
1 0.7921666667 0.7851607168 0.7991726165
2 0.6965 0.6619203817 0.7310796183
4 0.4675 0.436560543 0.498439457
7 0.2348333333 0.1922765086 0.2773901581
11 0.1415 0.1254065231 0.1575934769
16 0.1171666667 0.1049771903 0.129356143
22 0.1035 0.0831100515 0.1238899485
29 0.0795 0.07145326153 0.08754673847
END
set multiplot
set grid lc rgb '#e0e0e0' lw 0.5 dt 1
set bars 0.6
set tics nomirror
set border 3
set lmargin at screen 0.05000
set rmargin at screen 0.33500
set bmargin at screen 0.22353
set tmargin at screen 0.87983
unset logscale
unset label
unset arrow
set title "assumption2 (Figure 8): test MSE by width\npreset quick, 3 repeats" noenhanced font ',11'
set xrange [-0.12:30.12]
set yrange [0.01711659969:0.09412547549]
set xlabel "width" noenhanced offset 0,-0.6
set ylabel "test MSE" noenhanced
set xtics ("0" 0, "5" 5, "10" 10, "15" 15, "20" 20, "25" 25, "30" 30) noenhanced font ',10'
set ytics ("0.02" 0.02, "0.03" 0.03, "0.04" 0.04, "0.05" 0.05, "0.06" 0.06, "0.07" 0.07, "0.08" 0.08, "0.09" 0.09) noenhanced font ',10'
set label 1 "best constant" at graph 1.04, graph 0.9464 left noenhanced tc rgb '#333333' font ',10'
set arrow 1 from 29, 0.09 to graph 1.032, graph 0.9464 nohead lw 0.6 lc rgb '#333333' back
set label 2 "linear, least squares" at graph 1.04, graph 0.4009 left noenhanced tc rgb '#333333' font ',10'
set arrow 2 from 29, 0.04799246647 to graph 1.032, graph 0.4009 nohead lw 0.6 lc rgb '#333333' back
set label 3 "shallow" at graph 1.04, graph 0.0850 left noenhanced tc rgb '#005a8e' font ',10'
set arrow 3 from 29, 0.02366099462 to graph 1.032, graph 0.0850 nohead lw 0.6 lc rgb '#005a8e' back
plot $panel1_1 using 1:2 with lines dt 2 lw 0.9 lc rgb '#333333' notitle, \
  $panel1_2 using 1:2 with lines dt 4 lw 0.9 lc rgb '#333333' notitle, \
  $panel1_3 using 1:2 with lines dt 1 lw 0.8 lc rgb '#0072b2' notitle, \
  $panel1_3 using 1:2:3:4 with yerrorbars pt 7 ps 0.8 lw 1.3 lc rgb '#0072b2' notitle
set lmargin at screen 0.55000
set rmargin at screen 0.83500
set bmargin at screen 0.22353
set tmargin at screen 0.87983
unset logscale
unset label
unset arrow
set title "assumption2 (Figure 8): test MSE by width\npreset quick, 3 repeats" noenhanced font ',11'
set xrange [-0.12:30.12]
set yrange [0.02779010023:0.8428357778]
set xlabel "width" noenhanced offset 0,-0.6
set ylabel "share of wrong classes" noenhanced
set xtics ("0" 0, "5" 5, "10" 10, "15" 15, "20" 20, "25" 25, "30" 30) noenhanced font ',10'
set ytics ("0.2" 0.2, "0.4" 0.4, "0.6" 0.6, "0.8" 0.8) noenhanced font ',10'
set label 1 "shallow" at graph 1.04, graph 0.0634 left noenhanced tc rgb '#005a8e' font ',10'
set arrow 1 from 29, 0.0795 to graph 1.032, graph 0.0634 nohead lw 0.6 lc rgb '#005a8e' back
plot $panel2_1 using 1:2 with lines dt 1 lw 0.8 lc rgb '#0072b2' notitle, \
  $panel2_1 using 1:2:3:4 with yerrorbars pt 7 ps 0.8 lw 1.3 lc rgb '#0072b2' notitle
unset label
unset arrow
unset title
unset border
unset tics
unset xlabel
unset ylabel
unset grid
unset logscale
set size 1, 1
set origin 0, 0
set xrange [0:1]
set yrange [0:1]
set label 1 "Points: means over repeats of estimates on 2000 test samples, bars: sample standard deviation. Lines: baselines, estimates too: constant, the best one; linear, in x, by least squares on the training samples. Images drawn by nwidth, not the paper's." at screen 0.012, screen 0.05445 left noenhanced font ',9' tc rgb '#444444'
plot NaN notitle
unset multiplot
