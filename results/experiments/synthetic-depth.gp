# nwidth 0.1.0: nwidth plot experiment synthetic-depth.db --output synthetic-depth.gp
$panel1_1 << END
# best constant: k (layers of f and e)  error
2 0.03828324605
3 0.03828324605
5 0.03828324605
8 0.03828324605
END
$panel1_2 << END
# without I, estimated: k (layers of f and e)  error
2 0.0004707685279
3 0.0004707685279
5 0.0004707685279
8 0.0004707685279
END
$panel1_3 << END
# linear, least squares: k (layers of f and e)  error
2 0.0004663809356
3 0.0004663809356
5 0.0004663809356
8 0.0004663809356
END
$panel1_4 << END
# hypernetwork: k (layers of f and e)  mean  mean-SD  mean+SD
2 0.02141328389 0.01899107326 0.02383549453
3 0.01023950872 0.009574622106 0.01090439534
5 0.03213765141 0.02777592802 0.03649937479
8 0.03826417882 0.0342470767 0.04228128094
END
$panel1_5 << END
# embedding: k (layers of f and e)  mean  mean-SD  mean+SD
2 0.0006413227071 0.0006011569608 0.0006814884533
3 0.001004052138 0.0008186785958 0.001189425681
5 0.0006253869182 0.0005650008715 0.0006857729649
8 0.0006250177912 0.0005633546315 0.0006866809508
END
$panel2_1 << END
# best constant: k (layers of f and e)  error
2 3.006168574
3 3.006168574
5 3.006168574
8 3.006168574
END
$panel2_2 << END
# without I, estimated: k (layers of f and e)  error
2 1.848360871
3 1.848360871
5 1.848360871
8 1.848360871
END
$panel2_3 << END
# linear, least squares: k (layers of f and e)  error
2 0.6844773625
3 0.6844773625
5 0.6844773625
8 0.6844773625
END
$panel2_4 << END
# hypernetwork: k (layers of f and e)  mean  mean-SD  mean+SD
2 1.267736839 0.9593392641 1.576134413
3 0.9796940337 0.6878279253 1.271560142
5 1.08194091 0.6071032025 1.556778618
8 3.994265269 1.955840116 6.032690423
END
$panel2_5 << END
# embedding: k (layers of f and e)  mean  mean-SD  mean+SD
2 0.498859254 0.4203055005 0.5774130075
3 0.5373080884 0.4672200215 0.6073961553
5 0.5653816177 0.4949748767 0.6357883587
8 0.7525942819 0.7281844662 0.7770040975
END
$panel3_1 << END
# best constant: k (layers of f and e)  error
2 2.371200041
3 2.371200041
5 2.371200041
8 2.371200041
END
$panel3_2 << END
# without I, estimated: k (layers of f and e)  error
2 2.491478554
3 2.491478554
5 2.491478554
8 2.491478554
END
$panel3_3 << END
# linear, least squares: k (layers of f and e)  error
2 2.38439714
3 2.38439714
5 2.38439714
8 2.38439714
END
$panel3_4 << END
# hypernetwork: k (layers of f and e)  mean  mean-SD  mean+SD
2 2.137131039 1.907637151 2.366624927
3 1.778582886 1.593889836 1.963275937
5 1.578084736 1.393714521 1.762454951
8 3.009277417 2.220385601 3.798169233
END
$panel3_5 << END
# embedding: k (layers of f and e)  mean  mean-SD  mean+SD
2 2.183233073 1.898977656 2.46748849
3 2.347174021 1.943833573 2.750514469
5 2.489253099 1.961495172 3.017011026
8 2.431419075 1.968600346 2.894237805
END
set multiplot
set grid lc rgb '#e0e0e0' lw 0.5 dt 1
set bars 0.6
set tics nomirror
set border 3
set lmargin at screen 0.05000
set rmargin at screen 0.33500
set bmargin at screen 0.59651
set tmargin at screen 0.93755
unset logscale
set logscale y
unset label
unset arrow
set title "synthetic-depth (Figures 1a, 4a, 4b): test MSE by k\ntype I, preset quick, 3 repeats" noenhanced font ',11'
set xrange [1.76:8.24]
set yrange [0.0003587545658:0.05496566523]
set xlabel "k (layers of f and e)" noenhanced offset 0,-0.6
set ylabel "test MSE" noenhanced
set xtics ("2" 2, "3" 3, "4" 4, "5" 5, "6" 6, "7" 7, "8" 8) noenhanced font ',10'
set ytics ("0.0005" 0.0005, "0.001" 0.001, "0.002" 0.002, "0.005" 0.005, "0.01" 0.01, "0.02" 0.02, "0.05" 0.05) noenhanced font ',10'
set label 1 "best constant" at graph 1.04, graph 0.9900 left noenhanced tc rgb '#333333' font ',10'
set arrow 1 from 8, 0.03828324605 to graph 1.032, graph 0.9900 nohead lw 0.6 lc rgb '#333333' back
set label 2 "without I, estimated" at graph 1.04, graph 0.1141 left noenhanced tc rgb '#333333' font ',10'
set arrow 2 from 8, 0.0004707685279 to graph 1.032, graph 0.1141 nohead lw 0.6 lc rgb '#333333' back
set label 3 "linear, least squares" at graph 1.04, graph 0.0521 left noenhanced tc rgb '#333333' font ',10'
set arrow 3 from 8, 0.0004663809356 to graph 1.032, graph 0.0521 nohead lw 0.6 lc rgb '#333333' back
set label 4 "hypernetwork" at graph 1.04, graph 0.9280 left noenhanced tc rgb '#005a8e' font ',10'
set arrow 4 from 8, 0.03826417882 to graph 1.032, graph 0.9280 nohead lw 0.6 lc rgb '#005a8e' back
set label 5 "embedding" at graph 1.04, graph 0.1761 left noenhanced tc rgb '#a84a00' font ',10'
set arrow 5 from 8, 0.0006250177912 to graph 1.032, graph 0.1761 nohead lw 0.6 lc rgb '#a84a00' back
plot $panel1_1 using 1:2 with lines dt 2 lw 0.9 lc rgb '#333333' notitle, \
  $panel1_2 using 1:2 with lines dt 3 lw 0.9 lc rgb '#333333' notitle, \
  $panel1_3 using 1:2 with lines dt 4 lw 0.9 lc rgb '#333333' notitle, \
  $panel1_4 using 1:2 with lines dt 1 lw 0.8 lc rgb '#0072b2' notitle, \
  $panel1_4 using 1:2:3:4 with yerrorbars pt 7 ps 0.8 lw 1.3 lc rgb '#0072b2' notitle, \
  $panel1_5 using 1:2 with lines dt 1 lw 0.8 lc rgb '#d55e00' notitle, \
  $panel1_5 using 1:2:3:4 with yerrorbars pt 5 ps 0.8 lw 1.3 lc rgb '#d55e00' notitle
set lmargin at screen 0.55000
set rmargin at screen 0.83500
set bmargin at screen 0.59651
set tmargin at screen 0.93755
unset logscale
unset label
unset arrow
set title "synthetic-depth (Figures 1a, 4a, 4b): test MSE by k\ntype II, preset quick, 3 repeats" noenhanced font ',11'
set xrange [1.76:8.24]
set yrange [0.08356240516:6.369433518]
set xlabel "k (layers of f and e)" noenhanced offset 0,-0.6
set ylabel "test MSE" noenhanced
set xtics ("2" 2, "3" 3, "4" 4, "5" 5, "6" 6, "7" 7, "8" 8) noenhanced font ',10'
set ytics ("1" 1, "2" 2, "3" 3, "4" 4, "5" 5, "6" 6) noenhanced font ',10'
set label 1 "best constant" at graph 1.04, graph 0.4649 left noenhanced tc rgb '#333333' font ',10'
set arrow 1 from 8, 3.006168574 to graph 1.032, graph 0.4649 nohead lw 0.6 lc rgb '#333333' back
set label 2 "without I, estimated" at graph 1.04, graph 0.2808 left noenhanced tc rgb '#333333' font ',10'
set arrow 2 from 8, 1.848360871 to graph 1.032, graph 0.2808 nohead lw 0.6 lc rgb '#333333' back
set label 3 "linear, least squares" at graph 1.04, graph 0.0956 left noenhanced tc rgb '#333333' font ',10'
set arrow 3 from 8, 0.6844773625 to graph 1.032, graph 0.0956 nohead lw 0.6 lc rgb '#333333' back
set label 4 "hypernetwork" at graph 1.04, graph 0.6221 left noenhanced tc rgb '#005a8e' font ',10'
set arrow 4 from 8, 3.994265269 to graph 1.032, graph 0.6221 nohead lw 0.6 lc rgb '#005a8e' back
set label 5 "embedding" at graph 1.04, graph 0.1576 left noenhanced tc rgb '#a84a00' font ',10'
set arrow 5 from 8, 0.7525942819 to graph 1.032, graph 0.1576 nohead lw 0.6 lc rgb '#a84a00' back
plot $panel2_1 using 1:2 with lines dt 2 lw 0.9 lc rgb '#333333' notitle, \
  $panel2_2 using 1:2 with lines dt 3 lw 0.9 lc rgb '#333333' notitle, \
  $panel2_3 using 1:2 with lines dt 4 lw 0.9 lc rgb '#333333' notitle, \
  $panel2_4 using 1:2 with lines dt 1 lw 0.8 lc rgb '#0072b2' notitle, \
  $panel2_4 using 1:2:3:4 with yerrorbars pt 7 ps 0.8 lw 1.3 lc rgb '#0072b2' notitle, \
  $panel2_5 using 1:2 with lines dt 1 lw 0.8 lc rgb '#d55e00' notitle, \
  $panel2_5 using 1:2:3:4 with yerrorbars pt 5 ps 0.8 lw 1.3 lc rgb '#d55e00' notitle
set lmargin at screen 0.05000
set rmargin at screen 0.33500
set bmargin at screen 0.11616
set tmargin at screen 0.45721
unset logscale
unset label
unset arrow
set title "synthetic-depth (Figures 1a, 4a, 4b): test MSE by k\ntype III, preset quick, 3 repeats" noenhanced font ',11'
set xrange [1.76:8.24]
set yrange [1.249447238:3.942436515]
set xlabel "k (layers of f and e)" noenhanced offset 0,-0.6
set ylabel "test MSE" noenhanced
set xtics ("2" 2, "3" 3, "4" 4, "5" 5, "6" 6, "7" 7, "8" 8) noenhanced font ',10'
set ytics ("1.5" 1.5, "2" 2, "2.5" 2.5, "3" 3, "3.5" 3.5) noenhanced font ',10'
set label 1 "best constant" at graph 1.04, graph 0.4165 left noenhanced tc rgb '#333333' font ',10'
set arrow 1 from 8, 2.371200041 to graph 1.032, graph 0.4165 nohead lw 0.6 lc rgb '#333333' back
set label 2 "without I, estimated" at graph 1.04, graph 0.6025 left noenhanced tc rgb '#333333' font ',10'
set arrow 2 from 8, 2.491478554 to graph 1.032, graph 0.6025 nohead lw 0.6 lc rgb '#333333' back
set label 3 "linear, least squares" at graph 1.04, graph 0.4785 left noenhanced tc rgb '#333333' font ',10'
set arrow 3 from 8, 2.38439714 to graph 1.032, graph 0.4785 nohead lw 0.6 lc rgb '#333333' back
set label 4 "hypernetwork" at graph 1.04, graph 0.6645 left noenhanced tc rgb '#005a8e' font ',10'
set arrow 4 from 8, 3.009277417 to graph 1.032, graph 0.6645 nohead lw 0.6 lc rgb '#005a8e' back
set label 5 "embedding" at graph 1.04, graph 0.5405 left noenhanced tc rgb '#a84a00' font ',10'
set arrow 5 from 8, 2.431419075 to graph 1.032, graph 0.5405 nohead lw 0.6 lc rgb '#a84a00' back
plot $panel3_1 using 1:2 with lines dt 2 lw 0.9 lc rgb '#333333' notitle, \
  $panel3_2 using 1:2 with lines dt 3 lw 0.9 lc rgb '#333333' notitle, \
  $panel3_3 using 1:2 with lines dt 4 lw 0.9 lc rgb '#333333' notitle, \
  $panel3_4 using 1:2 with lines dt 1 lw 0.8 lc rgb '#0072b2' notitle, \
  $panel3_4 using 1:2:3:4 with yerrorbars pt 7 ps 0.8 lw 1.3 lc rgb '#0072b2' notitle, \
  $panel3_5 using 1:2 with lines dt 1 lw 0.8 lc rgb '#d55e00' notitle, \
  $panel3_5 using 1:2:3:4 with yerrorbars pt 5 ps 0.8 lw 1.3 lc rgb '#d55e00' notitle
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
set label 1 "Points: means over repeats of estimates on 2000 test samples, bars: sample standard deviation. Lines: baselines, estimates too: constant, the best one; linear, in (x, I), by least squares on the training samples; without I: conditional variance, estimated from 8 draws of I for each of 2000 test points x." at screen 0.012, screen 0.02830 left noenhanced font ',9' tc rgb '#444444'
plot NaN notitle
unset multiplot
